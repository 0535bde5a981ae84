import { expect, test } from 'vitest'
import { LONGEST_BODY, plainArticle, renderArticle } from './render-article.ts'

test('H-04: Markdown becomes HTML, a step below the title of the page', () => {
  expect(renderArticle('# Como **pedir**\n\nVeja [a página](/ajuda/x "dica").\n\n1. um\n2. dois')).toBe(
    '<h2 id="t-como-pedir">Como <strong>pedir</strong></h2>\n<p>Veja <a href="/ajuda/x" title="dica">a página</a>.</p>\n' +
      '<ol>\n<li>um</li>\n<li>dois</li>\n</ol>\n',
  )
  expect(renderArticle('### a\n\n#### b')).toBe('<h2 id="t-a">a</h2>\n<h3 id="t-b">b</h3>\n')
  expect(renderArticle('|a|b|\n|-|-|\n|1|2|')).toContain('<div class="table" tabindex="0"><table>')
})

test('no HTML that somebody wrote comes through, and no address that runs', () => {
  const tricks = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](&#106;avascript:alert(1))',
    '[a](java\nscript:alert(1))',
    '[a](data:text/html;base64,PHNjcmlwdD4=)',
    '[a](vbscript:x)',
    '![x](javascript:alert(1))',
    '![a"onerror="alert(1)](https://x.y/z.png)',
    '[x](https://x.y "t\\" onmouseover=\\"alert(1)")',
    '<https://x.y/"onclick=alert(1)>',
    '<svg><style><img src=x onerror=alert(1)></style></svg>',
    '```\n</code><script>alert(1)</script>\n```',
    '<a href="//evil.example">x</a>',
    '[x](//evil.example)',
    '# <iframe srcdoc="<script>alert(1)</script>">',
    '<style>body{display:none}</style>',
    '<form action="https://x.y"><input name=p></form>',
  ]
  for (const trick of tricks) {
    const html = renderArticle(trick)
    expect(html, trick).not.toMatch(/<(script|img|svg|style|iframe|form|input)/i)
    // What stands in quotes is a value, and does nothing.
    expect(html.replace(/"[^"]*"/g, '""'), trick).not.toMatch(/<[^>]*\s(on\w+|srcdoc|style)\s*=/i)
    expect(html, trick).not.toMatch(/(href|src)="\s*(javascript|data|vbscript|\/\/)/i)
  }
})

test('a picture from elsewhere is a link, so that reading calls nobody', () => {
  expect(renderArticle('![tela](https://x.y/z.png)')).toBe(
    '<p><a href="https://x.y/z.png" rel="noopener noreferrer nofollow">tela</a></p>\n',
  )
})

test('what was made to be expensive is cut and nested no deeper than anybody reads', () => {
  for (const piece of ['> ', '[', '*a ', '- ', '`', '![[', '|'])
    expect(renderArticle(piece.repeat(LONGEST_BODY)).length).toBeLessThan(40 * LONGEST_BODY)
})

test('read aloud there is no markup, and words stay apart', () => {
  expect(plainArticle('# Título\n\nUm *dois* & <três>\n\n- quatro\n- cinco\n\n|a|b|\n|-|-|\n|1|2|')).toBe(
    'Título Um dois & <três> quatro cinco a b 1 2',
  )
})

test('a picture of ours is shown in its size, with what it shows for whoever does not see it', () => {
  const address = '/ajuda/imagens/0d3a1f52-9c8e-8a4b-9f1e-2b6c7d8e9f00-640x480.png'
  expect(renderArticle(`![A tela **de** \\["início"\\]](${address})`)).toBe(
    `<p><img src="${address}" alt="A tela de [&quot;início&quot;]" width="640" height="480" loading="lazy" /></p>\n`,
  )
  expect(plainArticle(`Veja ![a <tela>](${address}) antes`)).toBe('Veja a <tela> antes')
  for (const other of [`${address}?x=1`, `/${address}`, `${address}/..`, address.replace('png', 'svg')])
    expect(renderArticle(`![x](${other})`), other).not.toContain('<img')
})
