import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { sentenceOf } from './failure.tsx'
import { Notice } from './notice.tsx'

type Props = {
  title: string
  /** What becomes of it. */
  lead: string
  /** The verb. */
  action: string
  isDangerous?: boolean
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

/** For what cannot be taken back, or reaches far: asked once, done once; if it fails it says so and can be tried again. */
export function Confirm({ title, lead, action, isDangerous = false, onConfirm, onClose }: Props) {
  const { t } = useTranslation()
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  async function confirm() {
    setIsBusy(true)
    setFailure(null)
    try {
      await onConfirm()
      onClose()
    } catch (error) {
      setFailure(error)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look={isDangerous ? 'danger' : 'primary'} isBusy={isBusy} onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      <p>{lead}</p>
      {failure !== null && <Notice kind="error">{sentenceOf(failure, t('form.offline'))}</Notice>}
    </Dialog>
  )
}
