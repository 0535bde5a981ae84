import { type ClipboardEvent, type DragEvent, useRef, useState } from 'react'
import { type UseFormReturn, useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import table from '../admin/table.module.css'
import type { Locale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { ArticlePreview } from './article-preview.tsx'
import type { Values } from './article-values.ts'
import type { HelpKind } from './help-api.ts'

const LONGEST = 40_000

type Props = {
  form: UseFormReturn<Values>
  locale: Locale
  kind: HelpKind
  /** Somebody wants them in the text, at this place. */
  onPictures: (pictures: { files: readonly File[]; at: number }) => void
}

/** Of one language. */
export function ArticleTextFields({ form, locale, kind, onPictures }: Props) {
  const { t } = useTranslation()
  const [view, setView] = useState<'write' | 'preview'>('write')
  const errors = form.formState.errors.texts?.[locale]
  const content = useWatch({ control: form.control, name: `texts.${locale}.content` })
  const area = useRef<HTMLTextAreaElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const { ref, ...text } = form.register(`texts.${locale}.content`)
  const take = (files: FileList) =>
    onPictures({ files: [...files], at: area.current?.selectionEnd ?? content.length })
  function drop(event: DragEvent): void {
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    take(event.dataTransfer.files)
  }
  function paste(event: ClipboardEvent): void {
    const { files, types } = event.clipboardData
    // Office programs give a picture of the text beside it: then the text is meant.
    const isText = types.includes('text/plain') && types.includes('text/html')
    if (files.length === 0 || isText) return
    event.preventDefault()
    take(files)
  }
  return (
    <>
      <Field
        label={t(kind === 'faq' ? 'help.question' : 'help.name')}
        lang={locale}
        maxLength={500}
        error={errors?.title}
        {...form.register(`texts.${locale}.title`)}
      />
      <div className={table.bar}>
        <Segments
          label={t('help.view')}
          value={view}
          options={[
            ['write', t('help.write')],
            ['preview', t('help.preview')],
          ]}
          onChoose={setView}
        />
        {view === 'write' && (
          <Button isSmall onClick={() => input.current?.click()}>
            {t('help.picture.add')}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp"
          aria-label={t('help.picture.add')}
          onChange={({ target }) => {
            if (target.files) take(target.files)
            // The same one can be chosen again.
            target.value = ''
          }}
        />
      </div>
      {view === 'write' ? (
        <TextArea
          label={t(kind === 'faq' ? 'help.answer' : 'help.text')}
          hint={t('help.textHint')}
          lang={locale}
          rows={kind === 'faq' ? 6 : 16}
          maxLength={LONGEST}
          error={errors?.content}
          onDrop={drop}
          onPaste={paste}
          {...text}
          ref={(node) => {
            ref(node)
            area.current = node
          }}
        />
      ) : (
        <ArticlePreview content={content} locale={locale} />
      )}
      <Field
        label={t('help.description')}
        hint={t('help.descriptionHint')}
        lang={locale}
        isOptional
        maxLength={500}
        error={errors?.meta_description}
        {...form.register(`texts.${locale}.meta_description`)}
      />
      <Field
        label={t('help.metaTitle')}
        hint={t('help.metaTitleHint')}
        lang={locale}
        isOptional
        maxLength={200}
        error={errors?.meta_title}
        {...form.register(`texts.${locale}.meta_title`)}
      />
      <Field
        label={t('help.slug')}
        hint={t('help.slugHint')}
        isOptional
        maxLength={120}
        error={errors?.slug}
        {...form.register(`texts.${locale}.slug`)}
      />
    </>
  )
}
