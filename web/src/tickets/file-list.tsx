import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { FileLink } from './file-link.tsx'
import styles from './file-list.module.css'
import type { Message } from './ticket-api.ts'

type Props = Pick<Message, 'files'> & Partial<Pick<Message, 'absent_files'>>

/** Pictures as pictures; all else by name and size; what is not here by why. */
export function FileList({ files, absent_files: absent = [] }: Props) {
  const { t } = useTranslation()
  if (files.length + absent.length === 0) return null
  return (
    <ul className={styles.list} aria-label={t('tickets.files.label')}>
      {files.map((file) => (
        <li key={file.id}>
          {file.file_url === null ? (
            <span className={styles.file}>
              <Icon name="file" />
              {file.filename} · {t('tickets.files.checking')}
            </span>
          ) : (
            <FileLink {...file} />
          )}
        </li>
      ))}
      {absent.map(({ id, filename, state }) => (
        <li key={id} className={styles.absent}>
          <Icon name={state === 'waiting' ? 'clock' : 'warning'} />
          {filename ?? t('tickets.files.label')} · {t(`tickets.files.${state}`)}
        </li>
      ))}
    </ul>
  )
}
