import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseInline, parseMarkdown } from './markdown.ts';

const text = (value: string) => ({ type: 'text', text: value });

describe('Markdown', () => {
  test('headings, paragraphs, code, lists and tables', () => {
    expect(
      parseMarkdown(`# First call

One line
and the next.
- a
- b
\`\`\`sh
curl | sh
# no heading
\`\`\`

| a | \`b\` |
|---|---|
| 1 | 2 |
`),
    ).toEqual([
      { type: 'heading', level: 1, id: 'first-call', text: [text('First call')] },
      { type: 'paragraph', text: [text('One line and the next.')] },
      { type: 'list', items: [[text('a')], [text('b')]] },
      { type: 'code', language: 'sh', code: 'curl | sh\n# no heading' },
      {
        type: 'table',
        head: [[text('a')], [{ type: 'code', text: 'b' }]],
        rows: [[[text('1')], [text('2')]]],
      },
    ]);
  });

  test('what stands inside a line', () => {
    expect(parseInline('Send `a*b` **now** to [us](https://x.example) <b>')).toEqual([
      text('Send '),
      { type: 'code', text: 'a*b' },
      text(' '),
      { type: 'strong', text: 'now' },
      text(' to '),
      { type: 'link', text: 'us', href: 'https://x.example' },
      text(' <b>'),
    ]);
  });

  test.each(['', '\n\n', '#no space', '```\nnever closed', '|', '- '])('%j ends', (source) =>
    expect(parseMarkdown(source)).toBeInstanceOf(Array),
  );

  test('the guide has nothing that would be lost', () => {
    const blocks = parseMarkdown(readFileSync('docs/api.md', 'utf8'));
    const shown = JSON.stringify(blocks.filter(({ type }) => type !== 'code'));
    expect(shown).not.toMatch(/\]\(|\*\*|```|^\d+\. /);
    const ids = blocks.flatMap((block) => (block.type === 'heading' ? [block.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
