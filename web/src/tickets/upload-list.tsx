import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { describeSize } from '../ui/size.ts'
import styles from './upload-list.module.css'
import type { Uploading, Uploads } from './use-uploads.ts'

/** What was chosen, how far each has come, and what is wrong with those that did not. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  const { t } = useTranslation()
  const { files, refusals } = uploads
  return (
    <>
      {files.length > 0 && (
        <ul className={styles.list} aria-label={t('tickets.files.label')}>
          {files.map((one) => (
            <UploadRow key={one.key} one={one} uploads={uploads} />
          ))}
        </ul>
      )}
      <div role="alert">
        {refusals.map((sentence) => (
          <p key={sentence} className={styles.refusal}>
            {sentence}
          </p>
        ))}
      </div>
    </>
  )
}

function UploadRow({
  one: { key, file, share, uploadId, failure },
  uploads,
}: {
  one: Uploading
  uploads: Uploads
}) {
  const { t } = useTranslation()
  const percent = Math.round(share * 100)
  return (
    <li className={styles.row}>
      <Icon name={file.type.startsWith('image/') ? 'image' : 'file'} />
      <bdi className={styles.name}>{file.name}</bdi>
      <span className={styles.state}>
        {failure
          ? t('tickets.files.failed', { why: failure })
          : uploadId
            ? describeSize(file.size)
            : t('tickets.files.sending', { percent })}
      </span>
      {failure && (
        <Button look="quiet" isSmall onClick={() => uploads.retry(key)}>
          {t('tickets.files.retry')}
        </Button>
      )}
      <IconButton
        icon="close"
        isSmall
        label={t('tickets.files.remove', { name: file.name })}
        onClick={() => uploads.remove(key)}
      />
      {!uploadId && !failure && (
        <progress className={styles.progress} max={100} value={percent} aria-label={file.name} />
      )}
    </li>
  )
}
