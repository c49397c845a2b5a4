/** A part of a text in Markdown, as far as this project writes it. */
export type Block =
  | {
      readonly type: 'heading';
      readonly level: number;
      readonly id: string;
      readonly text: readonly Inline[];
    }
  | { readonly type: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly type: 'code'; readonly language: string; readonly code: string }
  | { readonly type: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly type: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] };

type Cell = readonly Inline[];

export type Inline =
  | { readonly type: 'text' | 'code' | 'strong'; readonly text: string }
  | { readonly type: 'link'; readonly text: string; readonly href: string };

/** Headings, paragraphs, fenced code, lists of one level and tables. Anything else is a paragraph. */
export function parseMarkdown(source: string): Block[] {
  const lines = source.split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (is: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && is(lines[at] ?? '')) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,4}) (.+)$/.exec(line);
    if (line.trim() === '') {
      at++;
    } else if (heading) {
      at++;
      const [, marks = '', text = ''] = heading;
      blocks.push({ type: 'heading', level: marks.length, id: headingId(text), text: parseInline(text) });
    } else if (line.startsWith('```')) {
      at++;
      const code = takeWhile((inner) => !inner.startsWith('```')).join('\n');
      at++;
      blocks.push({ type: 'code', language: line.slice(3).trim(), code });
    } else if (line.startsWith('|')) {
      const [head = '', _, ...rows] = takeWhile((row) => row.startsWith('|'));
      blocks.push({ type: 'table', head: parseCells(head), rows: rows.map(parseCells) });
    } else if (line.startsWith('- ')) {
      const items = takeWhile((item) => item.startsWith('- '));
      blocks.push({ type: 'list', items: items.map((item) => parseInline(item.slice(2))) });
    } else {
      const text = takeWhile((next) => next.trim() !== '' && !/^(#|```|\||- )/.test(next)).join(' ');
      blocks.push({ type: 'paragraph', text: parseInline(text === '' ? line : text) });
      if (text === '') at++;
    }
  }
  return blocks;
}

/** A heading's place in the page's address: its letters and digits, joined by hyphens. */
export function headingId(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const found of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)]+)\)/g)) {
    if (found.index > from) parts.push({ type: 'text', text: text.slice(from, found.index) });
    const [all, code, strong, link, href] = found;
    if (code !== undefined) parts.push({ type: 'code', text: code });
    else if (strong !== undefined) parts.push({ type: 'strong', text: strong });
    else parts.push({ type: 'link', text: link ?? '', href: href ?? '' });
    from = found.index + all.length;
  }
  if (from < text.length) parts.push({ type: 'text', text: text.slice(from) });
  return parts;
}

function parseCells(row: string): Cell[] {
  return row
    .replaceAll(/^\||\|$/g, '')
    .split('|')
    .map((cell) => parseInline(cell.trim()));
}
