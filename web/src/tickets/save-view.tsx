import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './save-view.module.css'
import { type ViewScreen, type ViewSearch, viewApi } from './views.ts'

const LONGEST_NAME = 60

type Props = { screen: ViewScreen; search: ViewSearch; onClose: () => void; onSaved: () => void }

export function SaveView({ screen, search, onClose, onSaved }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [name, setName] = useState('')
  const [isShared, setIsShared] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (name.trim() === '' || isBusy) return
    setIsBusy(true)
    setFailure(null)
    try {
      await viewApi.add({ name: name.trim(), screen, search, is_shared: isShared })
      onSaved()
      onClose()
    } catch (error) {
      setFailure(sentenceOf(error, t('form.offline')))
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('tickets.views.save')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look="primary" type="submit" form={id} isBusy={isBusy}>
            {t('tickets.views.saveIt')}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={(event) => void save(event)}>
        <label className={styles.name}>
          {t('tickets.views.name')}
          <input
            value={name}
            maxLength={LONGEST_NAME}
            required
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className={styles.check}>
          <input type="checkbox" checked={isShared} onChange={(event) => setIsShared(event.target.checked)} />
          {t('tickets.views.withTeam')}
        </label>
        {failure && <Notice kind="error">{failure}</Notice>}
      </form>
    </Dialog>
  )
}
