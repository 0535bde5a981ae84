/** What every other language has to bring. */
export type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> }

/** Russian counts in four forms. */
export type RussianWords<T> = { [K in keyof T]: T[K] extends string ? string : RussianWords<T[K]> } & {
  [K in keyof T as K extends `${infer Stem}_other` ? `${Stem}_few` | `${Stem}_many` : never]: string
}
