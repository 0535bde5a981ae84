import * as fs from 'node:fs'
import * as path from 'node:path'
import { expect, test } from 'vitest'

const css = fs.readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8')

/** The colours of one theme, as relative luminance (WCAG). */
function luminances(selector: string): Map<string, number> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  const colours = [...block.matchAll(/--([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\);/g)]
  return new Map(
    colours.map(([, name = '', l, c, h]) => [name, luminance(Number(l) / 100, Number(c), Number(h))]),
  )
}

/** OKLCH to linear sRGB by the matrices of CSS Color 4, then to luminance. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const [red, green, blue] = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part))) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const TEXT = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((text) =>
    ['paper', 'surface', 'sunken'].map((ground) => [text, ground]),
  ),
  ...['ink', 'azul', 'azul-strong'].map((text) => [text, 'azul-soft']),
  ...['azul', 'azul-strong', 'brick', 'moss'].flatMap((text) =>
    ['paper', 'surface'].map((ground) => [text, ground]),
  ),
  ...['ink', 'ink-2'].flatMap((text) =>
    ['ochre-soft', 'brick-soft', 'moss-soft'].map((ground) => [text, ground]),
  ),
  ['on-azul', 'azul'],
  ['on-azul', 'azul-strong'],
  ['brick', 'brick-soft'],
  ['moss', 'moss-soft'],
]
/** What is no text but has to be seen: borders of controls, marks. */
const SHAPES = ['edge', 'azul', 'brick', 'moss'].flatMap((shape) =>
  ['paper', 'surface'].map((ground) => [shape, ground]),
)

for (const [theme, selector] of [
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
] as const) {
  test(`${theme}: every text stands out from its ground by 4.5:1, every control by 3:1`, () => {
    const colours = luminances(selector)
    const contrast = ([one = '', other = '']: string[]) => {
      const [a, b] = [colours.get(one), colours.get(other)]
      if (a === undefined || b === undefined) throw new Error(`no colour ${one} or ${other}`)
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    }
    const tooWeak = [
      ...TEXT.filter((pair) => contrast(pair) < 4.5),
      ...SHAPES.filter((pair) => contrast(pair) < 3),
    ].map((pair) => `${pair.join(' on ')} ${contrast(pair).toFixed(2)}`)
    expect(tooWeak).toEqual([])
  })
}

test('both themes name the same colours', () => {
  expect([...luminances(":root[data-theme='dark']").keys()]).toEqual([...luminances(':root').keys()])
})
