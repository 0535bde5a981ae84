import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from '../admin/admin-form.module.css'
import { tieErrors } from '../admin/tie-errors.ts'
import { currentLocale } from '../texts.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { PickOne } from '../ui/pick-one.tsx'
import { Segments } from '../ui/segments.tsx'
import { ArticleTextFields } from './article-text-fields.tsx'
import { changeOf, LOCALES, type Values, valuesOf } from './article-values.ts'
import { type ArticleChange, type EditedArticle, type HelpKind, subjectsQuery } from './help-api.ts'

type Props = {
  kind: HelpKind
  article: EditedArticle | null
  onSave: (change: ArticleChange) => Promise<void>
}

/** What it says in each language, and where it stands. What was typed stays until the gateway has taken it. */
export function ArticleForm({ kind, article, onSave }: Props) {
  const { t } = useTranslation()
  const { data: subjects = [] } = useQuery(subjectsQuery)
  const [locale, setLocale] = useState(() => LOCALES.find((one) => article?.texts[one]) ?? ('pt-BR' as const))
  const form = useForm<Values>({ defaultValues: valuesOf(article), shouldUnregister: false })
  const { errors } = form.formState
  const written = (one: (typeof LOCALES)[number]) => (article?.texts[one] ? ' •' : '')
  const save = (values: Values) =>
    tieErrors(form, () => onSave(changeOf(values, article)), t('admin.sla.someWrong'))

  return (
    <Form form={form} onSubmit={save} submit={t('help.save')}>
      <div>
        <Segments
          label={t('help.languages')}
          value={locale}
          options={LOCALES.map((one) => [one, one.slice(0, 2).toUpperCase() + written(one)] as const)}
          onChoose={setLocale}
        />
      </div>
      <ArticleTextFields key={locale} form={form} locale={locale} kind={kind} />
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
        <Field
          label={t('help.order')}
          hint={t('help.orderHint')}
          inputMode="numeric"
          maxLength={5}
          error={errors.display_order}
          {...form.register('display_order', {
            pattern: { value: /^\d+$/, message: t('admin.sla.numberWrong') },
          })}
        />
      </div>
      <label className={styles.check}>
        <input type="checkbox" {...form.register('is_featured')} />
        {t('help.isFeatured')}
      </label>
    </Form>
  )
}
