import 'sonner/dist/styles.css'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { Toaster as Sonner, toast } from 'sonner'
import { Icon } from './icon.tsx'
import styles from './toaster.module.css'
import { useIsNarrow } from './use-is-narrow.ts'

export const sonner = toast

let isMounted = false

/** Beside the app and not in it, so that a page that is left takes none with it. */
export function mountToaster(): void {
  if (isMounted) return
  isMounted = true
  const place = document.createElement('div')
  document.body.append(place)
  createRoot(place).render(<Toaster />)
}

const Toaster = () => {
  const { t } = useTranslation()
  return (
    <Sonner
      // At the foot of a phone are the buttons that send.
      position={useIsNarrow() ? 'top-center' : 'bottom-left'}
      visibleToasts={3}
      gap={8}
      containerAriaLabel={t('ui.toasts')}
      icons={{ success: <Icon name="check" />, error: <Icon name="warning" />, info: <Icon name="info" /> }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: styles.toast ?? '',
          error: styles.error ?? '',
          success: styles.success ?? '',
          content: styles.content ?? '',
          title: styles.title ?? '',
          description: styles.description ?? '',
          actionButton: styles.action ?? '',
        },
      }}
    />
  )
}
