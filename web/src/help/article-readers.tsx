import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import table from '../admin/table.module.css'
import { TableFrame } from '../admin/table-frame.tsx'
import { Chip } from '../ui/chip.tsx'
import { Moment } from '../ui/moment.tsx'
import { commentsQuery, type EditedArticle } from './help-api.ts'

/** How many read it, and what they say. */
export function ArticleReaders({ article }: { article: EditedArticle }) {
  const { t } = useTranslation()
  const { data: comments = [] } = useQuery(commentsQuery(article))
  return (
    <section>
      <h2>{t('help.readers')}</h2>
      <p className={table.muted}>
        {t('help.read', { count: article.view_count })} ·{' '}
        {t('help.voted', { yes: article.helpful_count, no: article.not_helpful_count })}
      </p>
      {comments.length > 0 && (
        <TableFrame label={t('help.readers')}>
          <table className={table.table}>
            <tbody>
              {comments.map(({ comment, is_helpful, author_name, at }) => (
                <tr key={`${at} ${author_name}`}>
                  <td>
                    <Chip look={is_helpful ? 'moss' : 'ochre'}>
                      {t(is_helpful ? 'help.helped' : 'help.helpedNot')}
                    </Chip>
                  </td>
                  <td dir="auto">{comment}</td>
                  <td className={table.muted}>
                    {author_name ?? t('help.stranger')} · <Moment at={at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  )
}
