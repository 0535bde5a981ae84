import { escapeHtml } from '#src/html.ts'

/** The little of Markdown that docs/problems/ uses: headings, paragraphs, lists, fenced and inline code. */
export function renderMarkdown(markdown: string): string {
  // Every second part stands between fences.
  return markdown
    .split(/^```.*\n/m)
    .map((part, i) =>
      i % 2 === 1 ? `<pre><code>${escapeHtml(part.trimEnd())}</code></pre>` : renderProse(part),
    )
    .join('\n')
}

function renderProse(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter(Boolean)
    .map(renderBlock)
    .join('\n')
}

function renderBlock(block: string): string {
  const [, marks, heading] = /^(#{1,3}) (.+)$/.exec(block) ?? []
  if (marks && heading) return `<h${marks.length}>${renderInline(heading)}</h${marks.length}>`
  if (block.startsWith('- ')) {
    const items = block.split(/\n(?=- )/).map((item) => `<li>${renderInline(item.slice(2))}</li>`)
    return `<ul>${items.join('')}</ul>`
  }
  return `<p>${renderInline(block)}</p>`
}

const renderInline = (text: string) => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')
