/** In pixels, for what is reckoned here: it holds text, and grows with it. */
export const rem = (count: number): number =>
  count * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
