import { lazy, Suspense, useRef } from 'react'
import type { DialogProps } from './dialog-panel.tsx'

const DialogPanel = lazy(() =>
  import('./dialog-panel.tsx').then(({ DialogPanel }) => ({ default: DialogPanel })),
)

/**
 * Over the page until it is done with; on a phone a sheet that comes from below. The focus stays in it and returns. It is loaded
 * when the first one opens, since most pages are read without.
 */
export function Dialog(props: DialogProps) {
  const wasOpen = useRef(false)
  if (props.isOpen) wasOpen.current = true
  if (!wasOpen.current) return null
  return (
    <Suspense>
      <DialogPanel {...props} />
    </Suspense>
  )
}
