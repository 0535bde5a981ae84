import { S3Failure } from '#sandbox/s3/failure.ts'

export type XmlElement = {
  name: string
  text: string
  children: XmlElement[]
}

const DEEPEST = 20
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.-]*)([^<>]*?)(\/?)>|([^<]+)/y

/** The small XML that S3 clients send: elements and text. No document types, so no entities but the five. */
export function readXml(source: string, root: string): XmlElement {
  const document: XmlElement = { name: '', text: '', children: [] }
  const open = [document]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source)
    const top = open.at(-1)
    if (!token || !top) throw new S3Failure('MalformedXML')
    const [, data, closing, name, , isEmpty, text] = token
    if (data !== undefined) top.text += data
    else if (text !== undefined) top.text += unescapeXml(text.replace(/^\ufeff/, ''))
    else if (name && closing) {
      if (top.name !== name) throw new S3Failure('MalformedXML')
      open.pop()
    } else if (name) {
      const child = { name, text: '', children: [] }
      top.children.push(child)
      if (!isEmpty) open.push(child)
      if (open.length > DEEPEST) throw new S3Failure('MalformedXML')
    }
  }
  const [first, ...others] = document.children
  if (open.length !== 1 || first?.name !== root || others.length > 0 || document.text.trim()) {
    throw new S3Failure('MalformedXML')
  }
  return first
}

export const childrenOf = (element: XmlElement, name: string) =>
  element.children.filter((child) => child.name === name)

export const textOf = (element: XmlElement, name: string): string | undefined =>
  childrenOf(element, name)[0]?.text

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescapeXml = (text: string) =>
  text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));|&/g, (_whole, hexadecimal, decimal, name) => {
    const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal ?? Number.NaN)
    if (code <= 0x10ffff) return String.fromCodePoint(code)
    const known = NAMED[name ?? '']
    if (known === undefined) throw new S3Failure('MalformedXML')
    return known
  })
