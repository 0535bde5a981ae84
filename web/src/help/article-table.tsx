import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import table from '../admin/table.module.css'
import { useOrder } from '../admin/use-order.tsx'
import { currentLocale } from '../texts.ts'
import { articleApi, articlesKey, type EditedLine, type HelpKind } from './help-api.ts'
import { StatusChip } from './status-chip.tsx'

type Props = {
  kind: HelpKind
  items: readonly EditedLine[]
  /** The subject of which these are all: as readers find them, so they can be put into another order. */
  ordered: string | undefined
}

export function ArticleTable({ kind, items, ordered = '' }: Props) {
  const { t } = useTranslation()
  const place = useOrder(items, {
    queryKey: articlesKey,
    nameOf: ({ title }) => title,
    save: (order) => articleApi.order(kind, ordered, order),
  })
  const number = new Intl.NumberFormat(currentLocale())
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            {ordered && <th scope="col">{t('help.order')}</th>}
            <th scope="col">{t('help.name')}</th>
            <th scope="col">{t('help.status')}</th>
            <th scope="col">{t('help.subject')}</th>
            <th scope="col">{t('help.languages')}</th>
            <th scope="col" className={table.right}>
              {t('help.views')}
            </th>
            <th scope="col" className={table.right}>
              {t('help.votes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              {ordered && <td className={table.number}>{place(item)}</td>}
              <th scope="row">
                <Link
                  to="/artigos/$articleId"
                  params={{ articleId: String(item.id) }}
                  search={item.kind === 'faq' ? { kind: 'faq' } : {}}
                  className={table.open}
                  lang={item.locale}
                >
                  {item.title}
                </Link>
              </th>
              <td>
                <StatusChip status={item.status} />
              </td>
              <td>{item.category_label}</td>
              <td>{item.locales.map((locale) => locale.slice(0, 2)).join(', ')}</td>
              <td className={`${table.number} ${table.right}`}>{number.format(item.view_count)}</td>
              <td className={`${table.number} ${table.right}`}>
                {t('help.voted', { yes: item.helpful_count, no: item.not_helpful_count })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
