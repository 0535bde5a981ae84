import { expect, test } from 'vitest'
import { renderMarkdown } from './markdown.ts'

test('headings, paragraphs, lists and code become HTML, and markup in the text stays text', () => {
  const html = renderMarkdown(
    '# One `x`\n\nText with <b> and `a<b`.\n\n- first\n- second\n\n```json\n{"a": "<"}\n```\n\nEnd',
  )
  expect(html).toBe(
    '<h1>One <code>x</code></h1>\n<p>Text with &#60;b&#62; and <code>a&#60;b</code>.</p>\n' +
      '<ul><li>first</li><li>second</li></ul>\n<pre><code>{&#34;a&#34;: &#34;&#60;&#34;}</code></pre>\n<p>End</p>',
  )
})
