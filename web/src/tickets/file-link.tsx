import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { describeSize } from '../ui/size.ts'
import styles from './file-list.module.css'
import type { Message } from './ticket-api.ts'

/** A picture whose bytes do not come is a file as any other, to be opened by its name. */
export function FileLink({ id, filename, mime, size, file_url }: Message['files'][number]) {
  const [broken, setBroken] = useState<string | null>(null)
  const isPicture = mime.startsWith('image/') && broken !== file_url
  return (
    <a
      className={isPicture ? styles.picture : styles.file}
      href={`/api/v1/attachments/${id}`}
      target="_blank"
      rel="noreferrer"
    >
      {isPicture ? (
        <img src={file_url ?? ''} alt={filename} loading="lazy" onError={() => setBroken(file_url)} />
      ) : (
        <Icon name="file" />
      )}
      <bdi className={styles.name}>{filename}</bdi>
      <span className={styles.size}>{describeSize(size)}</span>
    </a>
  )
}
