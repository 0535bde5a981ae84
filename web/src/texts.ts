import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Locale } from '../../src/locale.ts'
import type { ptBR } from './texts/pt-br.ts'
import { ofAll } from './texts/pt-br-all.ts'

export type { Locale }

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'web'
    resources: { web: typeof ptBR }
  }
}

/** Each in its own words, as its speakers look for it. */
export const LOCALE_NAMES: Record<Locale, string> = {
  'pt-BR': 'Português (Brasil)',
  es: 'Español',
  en: 'English',
  ru: 'Русский',
}
export const LOCALES = Object.keys(LOCALE_NAMES) as Locale[]
const KEY = 'ponte-locale'

/** Brazil first and in the bundle, but for PARTS; the others come when they are asked for. */
const LOADERS: Record<Locale, () => Promise<object>> = {
  'pt-BR': async () => ofAll,
  es: async () => (await import('./texts/es.ts')).es,
  en: async () => (await import('./texts/en.ts')).en,
  ru: async () => (await import('./texts/ru.ts')).ru,
}

export const currentLocale = () => i18next.language as Locale

/** What was chosen on this device, else what the browser prefers, else Portuguese. */
function preferredLocale(): Locale {
  const wishes = [localStorage.getItem(KEY) ?? '', ...navigator.languages]
  const known = wishes.map((wish) => LOCALES.find((locale) => locale.slice(0, 2) === wish.slice(0, 2)))
  return known.find((locale) => locale !== undefined) ?? 'pt-BR'
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'pt-BR',
    fallbackLng: 'pt-BR',
    ns: ['web'],
    defaultNS: 'web',
    resources: { 'pt-BR': { web: ofAll } },
    // React escapes by itself.
    interpolation: { escapeValue: false },
  })
  // Another tab is the same person on the same device.
  addEventListener('storage', ({ key }) => key === KEY && void applyLocale(preferredLocale()))
  await applyLocale(preferredLocale())
}

async function applyLocale(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, 'web')) {
    i18next.addResourceBundle(locale, 'web', await LOADERS[locale]())
  }
  await i18next.changeLanguage(locale)
  document.documentElement.lang = locale
}

/** By the person, for this device. */
export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(KEY, locale)
  await applyLocale(locale)
}

/** By the profile of whoever signed in, unless another language was chosen on this device. */
export async function offerLocale(locale: Locale): Promise<void> {
  if (!localStorage.getItem(KEY)) await applyLocale(locale)
}

/** What not everybody comes to see, in Portuguese: it is fetched before the first screen that needs it. The other languages come whole. */
const PARTS = {
  commands: async () => ({ shell: (await import('./texts/pt-br/commands.ts')).commands }),
  account: async () => (await import('./texts/pt-br/own-account.ts')).ownAccount,
  suggest: () => import('./texts/pt-br/suggest.ts'),
  ticket: async () => ({ portal: { ticket: (await import('./texts/pt-br/portal-ticket.ts')).portalTicket } }),
  notices: async () => (await import('./texts/pt-br/notices.ts')).ofNotices,
  together: () => import('./texts/pt-br/together.ts'),
  team: async () => (await import('./texts/pt-br-team.ts')).ofTheTeam,
}
const here = new Set<keyof typeof PARTS>()

export const loadTexts =
  (...parts: (keyof typeof PARTS)[]) =>
  async (): Promise<void> => {
    await Promise.all(
      parts.map(async (part) => {
        if (here.has(part)) return
        i18next.addResourceBundle('pt-BR', 'web', await PARTS[part](), true)
        here.add(part)
      }),
    )
  }
