import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  title: string
  children?: ReactNode
  /** Only read out, where the navigation says it to the eyes. */
  isHidden?: boolean
}

let isFirstPage = true

/** The one h1 of a page. On coming here from another page it takes the focus, so that readers hear where they are. */
export function PageHeading({ title, children, isHidden = false }: Props) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = t('pageTitle', { title })
  }, [title, t])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new page to whoever hears it
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true })
    isFirstPage = false
  }, [title])
  return (
    <h1 ref={heading} tabIndex={-1} className={isHidden ? 'visually-hidden' : undefined}>
      {children ?? title}
    </h1>
  )
}
