import type { TFunction } from 'i18next'
import type { Notice } from './notice-api.ts'

/** What happened, in a few words. */
export const sentenceOfKind = (t: TFunction<'web'>, kind: string, name: string | null): string =>
  t(`notices.kind.${kind as Notice['kind']}`, { name: name ?? t('notices.somebody') })
