import sanitizeHtml from 'sanitize-html'

/** Longer ones are stored as their text alone. */
const LONGEST_HTML = 2_000_000

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      'a',
      'b',
      'blockquote',
      'br',
      'center',
      'code',
      'div',
      'em',
      'font',
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'hr',
      'i',
    ],
    ...['img', 'li', 'ol', 'p', 'pre', 's', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'u', 'ul'],
    ...['table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'target', 'rel'],
    img: ['alt', 'title', 'width', 'height', 'data-src', 'data-cid'],
    '*': ['dir', 'lang', 'align', 'colspan', 'rowspan'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesAppliedToAttributes: ['href', 'data-src'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 100,
  transformTags: {
    a: (tagName, attributes) => ({
      tagName,
      attribs: { ...attributes, target: '_blank', rel: 'noopener noreferrer nofollow' },
    }),
    img: (tagName, { src = '', alt = '', width = '', height = '' }) => {
      const [, cid] = /^cid:\s*<?([^<>\s"]{1,200})>?$/i.exec(src.trim()) ?? []
      const size = { ...(width && { width }), ...(height && { height }) }
      // Nothing is asked of a stranger's server because somebody reads their mail.
      const place = cid ? { 'data-cid': cid } : /^https?:/i.test(src) ? { 'data-src': src } : {}
      return { tagName, attribs: { alt, ...size, ...place } }
    },
  },
}

/** What somebody wrote in HTML, as it can be shown within a page of ours: nothing in it runs, or calls home. */
export const safeHtml = (html: string): string | null =>
  html.length > LONGEST_HTML ? null : sanitizeHtml(html, OPTIONS)

/** As somebody would read it aloud. */
export function textOfHtml(html: string): string {
  const lines = html
    .slice(0, LONGEST_HTML)
    .replace(/\s+/g, ' ')
    .replace(/<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|blockquote|table|pre)\s*>/gi, '$&\u0001')
  const bare = sanitizeHtml(lines, { allowedTags: [], allowedAttributes: {}, nestingLimit: 100 })
  return decoded(bare)
    .split('\u0001')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const SIGNS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }
const decoded = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|nbsp);/g, (whole, name: string) => SIGNS[name] ?? whole)
