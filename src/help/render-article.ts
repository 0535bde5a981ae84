import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import { escapeHtml } from '#src/html.ts'
import { readPictureAddress } from './picture-address.ts'
import { slugOf } from './slug.ts'

export const LONGEST_BODY = 40_000
const MOST_KEPT = 200

const markdown = new MarkdownIt({ html: false, linkify: true })
// The title of the page is above them: their highest stands right below it, whichever it is.
markdown.core.ruler.push('headings', ({ tokens }) => {
  const headings = tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close')
  const highest = Math.min(...headings.map(({ tag }) => Number(tag[1])))
  for (const heading of headings) heading.tag = `h${Math.min(Number(heading.tag[1]) - highest + 2, 6)}`
})
markdown.renderer.rules.heading_open = (tokens, at) => {
  const words = slugOf(tokens[at + 1]?.content ?? '')
  return `<${tokens[at]?.tag}${words && ` id="t-${words}"`}>`
}
// Nothing is asked of a stranger's server because somebody reads an article: pictures of others are links.
markdown.renderer.rules.image = (tokens, at, options, env, renderer) => {
  const { children, attrs } = tokens[at] ?? {}
  const alt = renderer.renderInlineAsText(children ?? [], options, env)
  const source = String(attrs?.find(([name]) => name === 'src')?.[1] ?? '')
  const picture = readPictureAddress(source)
  if (picture)
    return `<img src="${escapeHtml(source)}" alt="${escapeHtml(alt)}" width="${picture.width}" height="${picture.height}" loading="lazy">`
  return `<a href="${escapeHtml(source)}">${escapeHtml(alt || source)}</a>`
}
// Tables wider than a phone scroll by themselves.
markdown.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'

/** Once more, by another who knows nothing of Markdown: whatever the renderer lets through, this does not. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      'a',
      'blockquote',
      'br',
      'code',
      'div',
      'em',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'hr',
      'img',
      'li',
      'ol',
      'p',
      'pre',
    ],
    ...['s', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'width', 'height', 'loading'],
    ol: ['start'],
    div: [
      { name: 'class', values: ['table'] },
      { name: 'tabindex', values: ['0'] },
    ],
    ...Object.fromEntries(['h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, ['id']])),
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !readPictureAddress(attribs.src ?? ''),
  nestingLimit: 100,
  transformTags: {
    a: (tagName, { href = '', title = '' }) => ({
      tagName,
      attribs: {
        ...(href && { href }),
        ...(title && { title }),
        ...(/^[a-z]+:/i.test(href) && { rel: 'noopener noreferrer nofollow' }),
      },
    }),
  },
}

const kept = new Map<string, string>()

/** Markdown as HTML that can stand in a page of ours: nothing in it runs, calls home, or was written as HTML. */
export function renderArticle(body: string): string {
  const known = kept.get(body)
  if (known !== undefined) return known
  const html = sanitizeHtml(markdown.render(body.slice(0, LONGEST_BODY)), ALLOWED)
  const [oldest] = kept.keys()
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(body, html)
  return html
}

/** As somebody would read it aloud, in one line. */
export function plainArticle(body: string): string {
  const spaced = renderArticle(body)
    .replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, '$1')
    .replace(/<\/(?:p|li|h\d|td|th|pre|blockquote)>|<br ?\/?>/g, '$& ')
  return unescapeHtml(sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {} }))
    .replace(/\s+/g, ' ')
    .trim()
}

const SIGNS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
const unescapeHtml = (text: string) =>
  text.replace(/&(amp|lt|gt|quot);/g, (whole, name: string) => SIGNS[name] ?? whole)
