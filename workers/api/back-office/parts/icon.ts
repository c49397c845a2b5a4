import { html, type TemplateResult } from 'lit-html';

/** Outlines on a grid of 24, drawn with round ends. */
const outlines = {
  bad: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5v5.5M12 16.3v.1',
  beaker: 'M9 3h6M10 3v6L4.5 19a1.4 1.4 0 0 0 1.2 2h12.6a1.4 1.4 0 0 0 1.2-2L14 9V3M7.5 15h9',
  book: 'M5 4h6a2 2 0 0 1 2 2v14a2 2 0 0 0-2-2H5zM19 4h-4a2 2 0 0 0-2 2',
  check: 'M5 12.5l4.5 4.5L19 7',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  down: 'M12 4v13M6 11l6 6 6-6M5 21h14',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  fall: 'M12 5v14M6 13l6 6 6-6',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  history: 'M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4l3 2',
  home: 'M4 11l8-7 8 7M6 10v9h12v-9M10 19v-5h4v5',
  inbox: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1.5 2.5h3L15 13h5',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.7v.1',
  key: 'M8 9.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11.5 11L20 3.5M17 6l2.5 2.5',
  left: 'M15 5l-7 7 7 7',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  menu: 'M4 6h16M4 12h16M4 18h16',
  off: 'M3 3l18 18M8 6.5A6 6 0 0 1 17.7 10 4.5 4.5 0 0 1 20 17.8M6.5 9A5 5 0 0 0 7 19h9',
  ok: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.6',
  pause: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM10 9v6M14 9v6',
  percent: 'M18 6L6 18M7.5 5.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM16.5 14.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  plus: 'M12 5v14M5 12h14',
  power: 'M12 4v8M7 7a7 7 0 1 0 10 0',
  receipt: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  register: 'M4 14h16v6H4zM6 14l1.5-7h9L18 14M10 4h4v3M9 10.5h6M10 17h4',
  right: 'M9 5l7 7-7 7',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5',
  send: 'M4 12h14M12 5l7 7-7 7',
  shield: 'M12 3l8 3v6c0 4.5-3.2 7.6-8 9-4.8-1.4-8-4.5-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  signOut: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  sync: 'M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5',
  tag: 'M3.5 12.5V4.5a1 1 0 0 1 1-1h8l8 8-9 9zM8 8v.1',
  undo: 'M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6',
  warn: 'M12 4L2.8 19.5h18.4zM12 10v4.5M12 17.2v.1',
  x: 'M6 6l12 12M18 6L6 18',
} as const;

export type IconName = keyof typeof outlines;

/** A picture beside words, hidden from screen readers. Sizes: `s` 14 px, none 16 px, `l` 20 px. */
export function icon(name: IconName, modifiers = ''): TemplateResult {
  return html`<svg class="i ${modifiers}" viewBox="0 0 24 24" aria-hidden="true"><path d=${outlines[name]}></path></svg>`;
}

/** The sign of the house: three bars of a till roll and its total. */
export function brandSign(): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5h16M4 12h11M4 19h16"></path><circle cx="19.5" cy="12" r="1.6"></circle></svg>`;
}
