const PX_PER_MM = 96 / 25.4;
const PAPER_MM = 80;

/**
 * Prints what lies on the paper, alone. A receipt has no page height, and CSS has no way to say so: the height
 * is measured and becomes the page's size.
 */
export function printPaper(paper: HTMLElement): void {
  const { body, adoptedStyleSheets } = document;
  const sheet = new CSSStyleSheet();
  const root = document.createElement('div');
  root.className = 'printroot';
  const copy = paper.cloneNode(true) as HTMLElement;
  copy.removeAttribute('id');
  root.append(copy);
  body.append(root);
  const heightMm = Math.ceil(copy.getBoundingClientRect().height / PX_PER_MM) + 1;
  sheet.replaceSync(`@page { size: ${PAPER_MM}mm ${heightMm}mm; margin: 0 }`);
  document.adoptedStyleSheets = [...adoptedStyleSheets, sheet];
  window.addEventListener(
    'afterprint',
    () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
      root.remove();
    },
    { once: true },
  );
  window.print();
}

/** The paper on the screen, if there is one. */
export function printShownPaper(): void {
  const paper = document.getElementById('paper');
  if (paper) printPaper(paper);
}
