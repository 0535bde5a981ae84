import { useBlocker } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from '../admin/admin-form.module.css'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { changeOf, type Values, valuesOf } from './article-values.ts'
import type { EditedArticle } from './help-api.ts'
import type { Unsaved } from './use-unsaved.ts'

type Props = { form: UseFormReturn<Values>; article: EditedArticle | null; unsaved: Unsaved }

/** Keeps what is written, brings it back, and asks whoever leaves without saving. */
export function KeepUnsaved({ form, article, unsaved }: Props) {
  const { t } = useTranslation()
  const version = article?.version ?? 0
  const [found, setFound] = useState(() => unsaved.read(version))
  // What was written into an older version is no longer what the text would become by it: they decide.
  const isSame = found?.version === version
  function use(values: Values) {
    form.reset(values, { keepDefaultValues: true })
    unsaved.keep(values, version)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, before anything is typed
  useEffect(() => {
    const before = JSON.stringify(changeOf(valuesOf(article), article))
    const { unsubscribe } = form.watch((values) => {
      // All of its fields have values from the beginning.
      const written = values as Values
      const isChanged = JSON.stringify(changeOf(written, article)) !== before
      unsaved.keep(isChanged ? written : null, version)
    })
    if (found && isSame) use(found.values)
    return unsubscribe
  }, [])
  const leaving = useBlocker({
    shouldBlockFn: unsaved.isThere,
    enableBeforeUnload: unsaved.isThere,
    withResolver: true,
  })
  function discard() {
    unsaved.forget()
    setFound(null)
    form.reset(valuesOf(article))
    unsaved.forget()
  }
  return (
    <>
      {found && (
        <Notice kind="info">
          <div className={styles.group}>
            <p>{t(isSame ? 'help.unsaved.found' : 'help.unsaved.foundOlder')}</p>
            <p>
              {!isSame && (
                <Button
                  isSmall
                  onClick={() => {
                    use(found.values)
                    setFound({ ...found, version })
                  }}
                >
                  {t('help.unsaved.use')}
                </Button>
              )}{' '}
              <Button isSmall onClick={discard}>
                {t('help.unsaved.discard')}
              </Button>
            </p>
          </div>
        </Notice>
      )}
      {leaving.status === 'blocked' && (
        <Dialog
          isOpen
          onClose={leaving.reset}
          title={t('help.unsaved.title')}
          lead={t('help.unsaved.lead')}
          actions={
            <>
              <Button onClick={leaving.reset}>{t('help.unsaved.stay')}</Button>
              <Button
                look="danger"
                onClick={() => {
                  unsaved.forget()
                  leaving.proceed()
                }}
              >
                {t('help.unsaved.leaveWithout')}
              </Button>
              <Button look="primary" onClick={leaving.proceed}>
                {t('help.unsaved.leave')}
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
    </>
  )
}
