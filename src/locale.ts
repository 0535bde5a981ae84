export const LOCALES = ['pt-BR', 'es', 'en', 'ru'] as const
export type Locale = (typeof LOCALES)[number]
export const DEFAULT_LOCALE: Locale = 'pt-BR'

/** The best of ours for an Accept-Language header: "en-GB,en;q=0.9,pt;q=0.8" is en. */
export function pickLocale(acceptLanguage: string | undefined): Locale {
  if (!acceptLanguage) return DEFAULT_LOCALE
  let best = { locale: DEFAULT_LOCALE, quality: 0 }
  for (const range of acceptLanguage.slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
    const locale = LOCALES.find((known) => known.slice(0, 2) === tag.slice(0, 2))
    const quality = Number(
      parameters
        .find((part) => part.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    )
    if (locale && quality > best.quality) best = { locale, quality }
  }
  return best.locale
}
