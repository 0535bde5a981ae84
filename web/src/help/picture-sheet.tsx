import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { sendFile } from '../send-file.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import styles from './picture-sheet.module.css'

type Props = { file: File; onSent: (markdown: string) => void; onClose: () => void }

/** Asks what it shows, for whoever does not see it, and sends it. */
export function PictureSheet({ file, onSent, onClose }: Props) {
  const { t } = useTranslation()
  const form = useForm({ defaultValues: { alt: '' } })
  const [shown, setShown] = useState<string | null>(null)
  useEffect(() => {
    const url = URL.createObjectURL(file)
    setShown(url)
    return () => URL.revokeObjectURL(url)
  }, [file])
  async function send({ alt }: { alt: string }) {
    const { address } = await sendFile<{ address: string }>('POST', '/api/v1/admin/help/pictures', file)
    const said = alt
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/[\\[\]]/g, '\\$&')
    onSent(`![${said}](${address})`)
  }
  return (
    <Dialog isOpen onClose={onClose} title={t('help.picture.title')} lead={t('help.picture.rules')}>
      {shown && <img src={shown} alt="" className={styles.picture} />}
      <Form form={form} onSubmit={send} submit={t('help.picture.send')}>
        <Field
          label={t('help.picture.alt')}
          hint={t('help.picture.altHint')}
          isOptional
          maxLength={300}
          {...form.register('alt')}
        />
      </Form>
    </Dialog>
  )
}
