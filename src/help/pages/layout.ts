import { escapeHtml } from '#src/html.ts'
import { DEFAULT_LOCALE, LOCALES, type Locale } from '#src/locale.ts'
import { LANGUAGE_NAMES, PAGE_WORDS } from './words.ts'

export const HELP_PATH = '/ajuda'
export const FAQ_PATH = `${HELP_PATH}/perguntas`

export type Surroundings = {
  publicUrl: string
  /** The app's own, so that both look alike. */
  styles: readonly string[]
}
export type Page = {
  locale: Locale
  title: string
  description: string
  /** For whoever shows a link to it; by itself a page is part of a site. */
  kind?: 'article'
  /** Without the origin, in each language that it is written in; its own first is the canonical one. */
  canonical: string
  alternates: Partial<Record<Locale, string>>
  /** Where the reader goes on in another language, also one that it is not written in. */
  languages: Record<Locale, string>
  isIndexed?: boolean
  body: string
}

/** Everything that surrounds what there is to read: it is all there before any script has run. */
export function layout(page: Page, { publicUrl, styles }: Surroundings): string {
  const words = PAGE_WORDS[page.locale]
  const absolute = (path: string) => escapeHtml(publicUrl + path)
  const alternates = Object.entries(page.alternates).map(
    ([locale, path]) => `<link rel="alternate" hreflang="${locale}" href="${absolute(path)}">`,
  )
  const byDefault = page.alternates[DEFAULT_LOCALE]
  return `<!doctype html>
<html lang="${page.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)} · Ponte</title>
<meta name="description" content="${escapeHtml(page.description)}">
${page.isIndexed === false ? '<meta name="robots" content="noindex">' : ''}
<link rel="canonical" href="${absolute(page.canonical)}">
${alternates.join('\n')}
${byDefault ? `<link rel="alternate" hreflang="x-default" href="${absolute(byDefault)}">` : ''}
<meta property="og:site_name" content="Ponte">
<meta property="og:type" content="${page.kind ?? 'website'}">
<meta property="og:title" content="${escapeHtml(page.title)}">
<meta property="og:description" content="${escapeHtml(page.description)}">
<meta property="og:url" content="${absolute(page.canonical)}">
<meta property="og:locale" content="${OG_LOCALES[page.locale]}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<script src="/theme.js"></script>
${styles.map((href) => `<link rel="stylesheet" href="${escapeHtml(href)}">`).join('\n')}
<link rel="stylesheet" href="${HELP_PATH}/ajuda.css">
<script src="${HELP_PATH}/ajuda.js" defer></script>
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
<header class="header">
<a class="home" href="/" aria-label="Ponte"><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M1.5 8h21M5 8v10M19 8v10M5 18a7 7 0 0 1 14 0" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>Ponte</a>
<nav aria-label="${words.navigation}"><a href="/chamados">${words.myTickets}</a> <a href="/chamados/novo">${words.newTicket}</a> <a href="${escapeHtml(inLanguage(HELP_PATH, page.locale))}" class="here">${words.help}</a></nav>
</header>
<main id="content">
${page.body}
</main>
<footer>
<nav aria-label="${words.languages}"><ul class="languages">${LOCALES.map((locale) => language(locale, page)).join('')}</ul></nav>
</footer>
</body>
</html>
`
}

const OG_LOCALES: Record<Locale, string> = { 'pt-BR': 'pt_BR', es: 'es_ES', en: 'en_US', ru: 'ru_RU' }

const language = (locale: Locale, page: Page) =>
  `<li><a href="${escapeHtml(page.languages[locale])}" lang="${locale}" hreflang="${locale}"${locale === page.locale ? ' aria-current="true"' : ''}>${LANGUAGE_NAMES[locale]}</a></li>`

/** Of pages that are there in all languages. */
export function inLanguage(path: string, locale: Locale, query: Record<string, string> = {}): string {
  const search = new URLSearchParams({ ...query, ...(locale !== DEFAULT_LOCALE && { lang: locale }) })
  return search.size > 0 ? `${path}?${search}` : path
}

export const everyLanguage = (path: string, query: Record<string, string> = {}): Record<Locale, string> => ({
  'pt-BR': `${path}?${new URLSearchParams({ ...query, lang: 'pt-BR' })}`,
  es: inLanguage(path, 'es', query),
  en: inLanguage(path, 'en', query),
  ru: inLanguage(path, 'ru', query),
})

export const everyAddress = (path: string, query: Record<string, string> = {}): Record<Locale, string> => ({
  ...everyLanguage(path, query),
  'pt-BR': inLanguage(path, DEFAULT_LOCALE, query),
})

export const searchForm = (locale: Locale, q = '') => {
  const words = PAGE_WORDS[locale]
  return `<form class="search" action="${HELP_PATH}" role="search">
<label for="q">${words.search}</label>
<div><input id="q" name="q" type="search" maxlength="200" value="${escapeHtml(q)}" dir="auto"><input type="hidden" name="lang" value="${locale}"><button>${words.find}</button></div>
</form>`
}

/** A title in another language than the page says so. */
export const langOf = (locale: Locale, pageLocale: Locale) =>
  locale === pageLocale ? '' : ` lang="${locale}"`

export const newTicketLine = (locale: Locale) =>
  `<p class="still">${PAGE_WORDS[locale].stillNeed} <a href="/chamados/novo">${PAGE_WORDS[locale].newTicket}</a></p>`
