import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AdminPage } from '../admin/admin-page.tsx'
import table from '../admin/table.module.css'
import { LOCALE_NAMES } from '../texts.ts'
import { SearchBox } from '../tickets/search-box.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Segments } from '../ui/segments.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useDescribeChanges } from './describe-changes.ts'
import styles from './replies.module.css'
import { type Entry, entriesQuery, type Kind } from './reply-api.ts'
import { ReplySheet } from './reply-sheet.tsx'

/** What the team says and does again and again: one's own, and what others share. */
export function Replies() {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>('reply')
  const [q, setQ] = useState('')
  const [open, setOpen] = useState<Entry | 'new' | null>(null)
  const { data, error, isPending, refetch } = useQuery(entriesQuery(kind, { q }))
  return (
    <AdminPage
      title={t('replies.title')}
      lead={t('replies.lead')}
      actions={
        <Button look="primary" isSmall onClick={() => setOpen('new')}>
          {t(`replies.add.${kind}`)}
        </Button>
      }
    >
      <div className={table.bar}>
        <Segments
          label={t('replies.kind')}
          value={kind}
          options={[
            ['reply', t('replies.kinds.reply')],
            ['macro', t('replies.kinds.macro')],
          ]}
          onChoose={setKind}
        />
        <SearchBox label={t('replies.search')} value={q} onSearch={setQ} />
      </div>
      {isPending && <Waiting heights={Array<number>(8).fill(40)} gap={4} />}
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <Empty>{t(q === '' ? `replies.none.${kind}` : 'replies.noneFound')}</Empty>}
      {data && data.length > 0 && <Table kind={kind} entries={data} onOpen={setOpen} />}
      {open !== null && (
        <ReplySheet kind={kind} entry={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </AdminPage>
  )
}

type TableProps = { kind: Kind; entries: readonly Entry[]; onOpen: (entry: Entry) => void }

function Table({ kind, entries, onOpen }: TableProps) {
  const { t } = useTranslation()
  const describe = useDescribeChanges()
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('replies.name')}</th>
            <th scope="col">{t(kind === 'macro' ? 'replies.does' : 'replies.text')}</th>
            <th scope="col">{t('replies.forWhom')}</th>
            <th scope="col">{t('replies.language')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">
                <button type="button" className={table.open} dir="auto" onClick={() => onOpen(entry)}>
                  {entry.title}
                </button>
              </th>
              <td className={styles.text}>
                {kind === 'macro' && describe(entry) !== '' && <span>{describe(entry)}</span>}
                <span className={table.muted} dir="auto">
                  {entry.text}
                </span>
              </td>
              <td>
                <Chip look={entry.is_shared ? 'azul' : 'plain'}>
                  {t(entry.is_shared ? 'replies.shared' : 'replies.own')}
                </Chip>
              </td>
              <td>{entry.locale === null ? '–' : LOCALE_NAMES[entry.locale]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
