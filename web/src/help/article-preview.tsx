import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSettled } from '../shell/settled.ts'
import type { Locale } from '../texts.ts'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import styles from './article-preview.module.css'
import { previewQuery } from './help-api.ts'

/** As readers will see it: made by the gateway, by the same means as the page itself. */
export function ArticlePreview({ content, locale }: { content: string; locale: Locale }) {
  const { t } = useTranslation()
  const settled = useSettled(content, 300)
  const { data: html, error, refetch } = useQuery(previewQuery(settled))
  if (settled.trim() === '') return <Empty>{t('help.nothingWritten')}</Empty>
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (html === undefined) return <Waiting heights={[240]} />
  return (
    <section
      className={styles.preview}
      aria-label={t('help.preview')}
      lang={locale}
      dir="auto"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the gateway lets through what is on its list, and no HTML that was typed
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}
