import { html, svg, type TemplateResult } from 'lit-html';

/** 24 px grid, 1.75 stroke, round ends. One sheet per page; the icons refer to it. */
export const iconSheet = html`<svg class="sheetofsigns" aria-hidden="true">${svg`
  <symbol id="i-back" viewBox="0 0 24 24"><path d="M19 12H5M11 6l-6 6 6 6"/></symbol>
  <symbol id="i-bag" viewBox="0 0 24 24"><path d="M5.5 8h13l1 11.500a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1L5.5 8ZM8.5 10.500V7a3.5 3.5 0 0 1 7 0v3.5"/></symbol>
  <symbol id="i-bksp" viewBox="0 0 24 24"><path d="M8.5 5.500h11a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-11L3 12l5.5-6.500ZM12 9.500l5 5M17 9.500l-5 5"/></symbol>
  <symbol id="i-box" viewBox="0 0 24 24"><path d="m4 7.8 8-4 8 4v8.400l-8 4-8-4V7.800ZM4 7.800l8 4 8-4M12 11.800v8.4"/></symbol>
  <symbol id="i-cash" viewBox="0 0 24 24"><rect x="2.5" y="6.5" width="19" height="11" rx="2"/><circle cx="12" cy="12" r="2.6"/><path d="M6 12h.1M18 12h.1"/></symbol>
  <symbol id="i-check" viewBox="0 0 24 24"><path d="m5 12.5 4.5 4.500L19 7.5"/></symbol>
  <symbol id="i-chevron" viewBox="0 0 24 24"><path d="m9.5 5.5 6.500 6.500-6.500 6.500"/></symbol>
  <symbol id="i-download" viewBox="0 0 24 24"><path d="M12 4.500v11M7.5 11l4.5 4.5 4.5-4.500M4.5 19.500h15"/></symbol>
  <symbol id="i-drawer" viewBox="0 0 24 24"><path d="M5 5h14l1.5 8v5.500a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V13L5 5ZM3.5 13h17M9.5 16.300h5"/></symbol>
  <symbol id="i-enter" viewBox="0 0 24 24"><path d="M19 6v6a2 2 0 0 1-2 2H5.500M9.5 10l-4 4 4 4"/></symbol>
  <symbol id="i-grid" viewBox="0 0 24 24"><rect x="4" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="4" y="13.5" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1.5"/></symbol>
  <symbol id="i-info" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.500M12 7.700v.1"/></symbol>
  <symbol id="i-journal" viewBox="0 0 24 24"><path d="M6 3.500h9.500l3 3V20.500H6V3.500ZM9 9h6.500M9 12.500h6.500M9 16h4"/></symbol>
  <symbol id="i-key" viewBox="0 0 24 24"><circle cx="8" cy="15.5" r="3.8"/><path d="m10.800 12.700 8-8M15.500 8l2.800 2.800M18 5.500l2 2"/></symbol>
  <symbol id="i-keys" viewBox="0 0 24 24"><rect x="5" y="3.5" width="14" height="17" rx="2"/><path d="M8.5 7.500h7M8.7 12h.1M12 12h.1M15.3 12h.1M8.7 16h.1M12 16h.1M15.3 16h.1"/></symbol>
  <symbol id="i-late" viewBox="0 0 24 24"><path d="M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17.2v.1"/></symbol>
  <symbol id="i-lock" viewBox="0 0 24 24"><rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.5"/></symbol>
  <symbol id="i-menu" viewBox="0 0 24 24"><path d="M4 7h16M4 12h16M4 17h16"/></symbol>
  <symbol id="i-minus" viewBox="0 0 24 24"><path d="M5 12h14"/></symbol>
  <symbol id="i-offline" viewBox="0 0 24 24"><path d="M7.5 18.5H17a4 4 0 0 0 2.6-7M15.7 9.7A5.5 5.5 0 0 0 8.6 7M6 9.3a4.7 4.7 0 0 0-.6 9M4 4l16 16"/></symbol>
  <symbol id="i-online" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="m8.2 12.3 2.6 2.6 5-5.4"/></symbol>
  <symbol id="i-pencil" viewBox="0 0 24 24"><path d="M4.5 19.5 5.6 15 16 4.600a1.5 1.5 0 0 1 2.1 0l1.3 1.300a1.5 1.5 0 0 1 0 2.100L9 18.400l-4.5 1.100ZM14 6.600l3.4 3.4"/></symbol>
  <symbol id="i-plug" viewBox="0 0 24 24"><path d="M9 3.5V8M15 3.5V8M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0V8ZM12 17v4"/></symbol>
  <symbol id="i-plus" viewBox="0 0 24 24"><path d="M12 5v14M5 12h14"/></symbol>
  <symbol id="i-printer" viewBox="0 0 24 24"><path d="M7 8.500v-5h10v5M7 17H5a1.5 1.5 0 0 1-1.5-1.500V10A1.5 1.5 0 0 1 5 8.500h14a1.5 1.5 0 0 1 1.5 1.500v5.500A1.5 1.5 0 0 1 19 17h-2M7 14h10v6.500H7V14Z"/></symbol>
  <symbol id="i-receipt" viewBox="0 0 24 24"><path d="M6 3.500h12v17l-2.4-1.500L13.2 20.5 12 19.600l-1.2.9L8.4 19 6 20.500v-17ZM9 8h6M9 11.500h6M9 15h3.5"/></symbol>
  <symbol id="i-scan" viewBox="0 0 24 24"><path d="M3 8V5a1 1 0 0 1 1-1h3M17 4h3a1 1 0 0 1 1 1v3M21 16v3a1 1 0 0 1-1 1h-3M7 20H4a1 1 0 0 1-1-1v-3M7 8v8M10.5 8v8M13.5 8v8M17 8v8"/></symbol>
  <symbol id="i-search" viewBox="0 0 24 24"><circle cx="10.8" cy="10.8" r="6.3"/><path d="m15.500 15.500 4.500 4.500"/></symbol>
  <symbol id="i-shield" viewBox="0 0 24 24"><path d="M12 3.5 5 6v5.500c0 4.3 2.9 7.3 7 9 4.1-1.7 7-4.7 7-9V6l-7-2.500ZM9 12l2.2 2.200L15.2 10"/></symbol>
  <symbol id="i-signoff" viewBox="0 0 24 24"><path d="M13.500 4.500H6.500a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h7M10 12h10.500M17 8.500l3.500 3.500-3.500 3.500"/></symbol>
  <symbol id="i-sync" viewBox="0 0 24 24"><path d="M19.5 12a7.5 7.5 0 0 1-13 5.1L4 14.7M4.5 12a7.5 7.5 0 0 1 13-5.1L20 9.3M20 4.5v4.8h-4.8M4 19.5v-4.8h4.8"/></symbol>
  <symbol id="i-tag" viewBox="0 0 24 24"><path d="M4 11.300V5a1 1 0 0 1 1-1h6.300a2 2 0 0 1 1.4.6l6.7 6.700a2 2 0 0 1 0 2.800l-5.3 5.300a2 2 0 0 1-2.8 0l-6.7-6.700a2 2 0 0 1-.6-1.400ZM8.3 8.300v.1"/></symbol>
  <symbol id="i-times" viewBox="0 0 24 24"><path d="m7 7 10 10M17 7 7 17"/></symbol>
  <symbol id="i-trash" viewBox="0 0 24 24"><path d="M4.5 6.500h15M9.5 6.500v-2h5v2M6.5 6.500l.8 12.100a1 1 0 0 0 1 .9h7.400a1 1 0 0 0 1-.9l.8-12.100M10.2 10.500v5M13.8 10.500v5"/></symbol>
  <symbol id="i-undo" viewBox="0 0 24 24"><path d="M9 13.5 4.5 9 9 4.500M4.5 9h9a5.5 5.5 0 0 1 0 11H10"/></symbol>
  <symbol id="i-upload" viewBox="0 0 24 24"><path d="M12 15.5V4.5M7.5 9 12 4.5 16.5 9M4.5 15v3.5a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1V15"/></symbol>
  <symbol id="i-user" viewBox="0 0 24 24"><circle cx="12" cy="8.2" r="3.7"/><path d="M4.8 20c.6-4 3.5-6 7.2-6s6.6 2 7.2 6"/></symbol>
  <symbol id="i-why" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.600a2.500 2.500 0 1 1 3.600 2.300c-.8.4-1.200.9-1.200 1.800M12 16.500v.1"/></symbol>
  <symbol id="i-windows" viewBox="0 0 24 24"><rect x="3.5" y="7.5" width="12" height="12" rx="2"/><path d="M8.500 4.500h10a2 2 0 0 1 2 2v9"/></symbol>
  <symbol id="i-x" viewBox="0 0 24 24"><path d="m6 6 12 12M18 6 6 18"/></symbol>
`}</svg>`;

export type IconName =
  | 'back'
  | 'bag'
  | 'bksp'
  | 'box'
  | 'cash'
  | 'check'
  | 'chevron'
  | 'download'
  | 'drawer'
  | 'enter'
  | 'grid'
  | 'info'
  | 'journal'
  | 'key'
  | 'keys'
  | 'late'
  | 'lock'
  | 'menu'
  | 'minus'
  | 'offline'
  | 'online'
  | 'pencil'
  | 'plug'
  | 'plus'
  | 'printer'
  | 'receipt'
  | 'scan'
  | 'search'
  | 'shield'
  | 'signoff'
  | 'sync'
  | 'tag'
  | 'times'
  | 'trash'
  | 'undo'
  | 'upload'
  | 'user'
  | 'why'
  | 'windows'
  | 'x';

/** A sign beside a word, never instead of one. `mirrors` turns it round where text runs from right to left. */
export function icon(name: IconName, mirrors?: 'mirrors'): TemplateResult {
  return html`<svg class=${mirrors ? 'i i-dir' : 'i'} aria-hidden="true"><use href="#i-${name}"></use></svg>`;
}

/** The product's own mark. */
export const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="9" fill="currentColor" />
  <path class="logolines" d="M9 11.500h14M9 16h9M9 20.500h14" />
</svg>`;
