import { useTranslation } from 'react-i18next'
import { SearchBox } from '../tickets/search-box.tsx'
import { Pick } from '../ui/pick.tsx'
import { type MailSearch, REASONS, VERDICTS } from './mail-api.ts'
import styles from './table.module.css'

type Props = { search: MailSearch; total: number | undefined; onChange: (search: MailSearch) => void }

/** Which mails: by whoever sent them, what became of them, and why. */
export function MailBar({ search, total, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.bar}>
      <SearchBox
        value={search.sender ?? ''}
        label={t('admin.mails.search')}
        longest={255}
        onSearch={(sender) => {
          const { sender: _sender, ...rest } = search
          onChange({ ...rest, ...(sender && { sender }) })
        }}
      />
      <Pick
        label={t('admin.mails.verdict')}
        hasAny
        options={VERDICTS.map((verdict) => ({ value: verdict, name: t(`admin.mails.verdicts.${verdict}`) }))}
        picked={search.verdict ? [search.verdict] : []}
        onPick={([verdict]) => {
          const { verdict: _verdict, ...rest } = search
          onChange({ ...rest, ...(verdict && { verdict }) })
        }}
      />
      <Pick
        label={t('admin.crm.why')}
        hasAny
        options={REASONS.map((reason) => ({ value: reason, name: t(`admin.mails.reasons.${reason}`) }))}
        picked={search.reason ? [search.reason] : []}
        onPick={([reason]) => {
          const { reason: _reason, ...rest } = search
          onChange({ ...rest, ...(reason && { reason }) })
        }}
      />
      <span className={styles.muted} role="status">
        {total !== undefined && t('admin.mails.count', { count: total })}
      </span>
    </div>
  )
}
