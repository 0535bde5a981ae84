import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from '../admin/admin-form.module.css'
import { tieErrors } from '../admin/tie-errors.ts'
import { currentLocale, LOCALES } from '../texts.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { PickOne } from '../ui/pick-one.tsx'
import { Segments } from '../ui/segments.tsx'
import { ArticleTextFields } from './article-text-fields.tsx'
import { changeOf, type Values, valuesOf } from './article-values.ts'
import { type ArticleChange, type EditedArticle, type HelpKind, subjectsQuery } from './help-api.ts'
import { insertPicture } from './insert-picture.ts'
import { KeepUnsaved } from './keep-unsaved.tsx'
import { PictureSheet } from './picture-sheet.tsx'
import type { Unsaved } from './use-unsaved.ts'

type Props = {
  kind: HelpKind
  article: EditedArticle | null
  unsaved: Unsaved
  save: (change: ArticleChange) => Promise<EditedArticle>
  onSaved: (article: EditedArticle) => Promise<void>
}

/** What it says in each language, and where it stands. What was typed stays until the gateway has taken it. */
export function ArticleForm({ kind, article, unsaved, save, onSaved }: Props) {
  const { t } = useTranslation()
  const { data: subjects = [] } = useQuery(subjectsQuery)
  const [locale, setLocale] = useState(() => LOCALES.find((one) => article?.texts[one]) ?? ('pt-BR' as const))
  const form = useForm<Values>({ defaultValues: valuesOf(article), shouldUnregister: false })
  const { errors } = form.formState
  const written = (one: (typeof LOCALES)[number]) => (article?.texts[one] ? ' •' : '')
  const [pictures, setPictures] = useState<{ files: readonly File[]; at: number }>({ files: [], at: 0 })
  const [picture] = pictures.files
  const send = (values: Values) =>
    tieErrors(
      form,
      async () => {
        const saved = await save(changeOf(values, article))
        // From here on it is kept where everybody finds it.
        unsaved.forget()
        await onSaved(saved)
      },
      t('admin.sla.someWrong'),
    )
  function put(markdown: string) {
    const name = `texts.${locale}.content` as const
    const { text, at } = insertPicture(form.getValues(name), pictures.at, markdown)
    form.setValue(name, text, { shouldDirty: true })
    setPictures({ files: pictures.files.slice(1), at })
  }

  return (
    <>
      <KeepUnsaved form={form} article={article} unsaved={unsaved} />
      <Form form={form} onSubmit={send} submit={t('help.save')}>
        <div>
          <Segments
            label={t('help.languages')}
            value={locale}
            options={LOCALES.map((one) => [one, one.slice(0, 2).toUpperCase() + written(one)] as const)}
            onChoose={setLocale}
          />
        </div>
        <ArticleTextFields key={locale} form={form} locale={locale} kind={kind} onPictures={setPictures} />
        <div className={styles.pair}>
          <PickOne
            // What was chosen can be shown once it can be chosen.
            key={subjects.length}
            label={t('help.subject')}
            placeholder={t('ui.choose')}
            options={subjects
              .filter(({ is_active, slug }) => is_active || slug === article?.category)
              .map(({ slug, labels }) => [slug, labels[currentLocale()] ?? slug] as const)}
            error={errors.category}
            {...form.register('category', { required: t('form.required') })}
          />
          <Field
            label={t('help.tags')}
            hint={t('help.tagsHint')}
            isOptional
            maxLength={400}
            error={errors.tags}
            {...form.register('tags')}
          />
        </div>
        <label className={styles.check}>
          <input type="checkbox" {...form.register('is_featured')} />
          {t('help.isFeatured')}
        </label>
      </Form>
      {picture && (
        <PictureSheet
          key={pictures.files.length}
          file={picture}
          onSent={put}
          onClose={() => setPictures({ ...pictures, files: pictures.files.slice(1) })}
        />
      )}
    </>
  )
}
