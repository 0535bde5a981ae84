import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { AdminPage } from '../admin/admin-page.tsx'
import { Failure } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { ArticleActions } from './article-actions.tsx'
import { ArticleForm } from './article-form.tsx'
import { ArticleReaders } from './article-readers.tsx'
import { titleOf } from './article-values.ts'
import { articleApi, articleQuery, articlesKey, type EditedArticle, type HelpKind } from './help-api.ts'
import { StatusChip } from './status-chip.tsx'
import { useUnsaved } from './use-unsaved.ts'

/** One article in all its languages. */
export function ArticlePage(one: { kind: HelpKind; id: number }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const unsaved = useUnsaved(one)
  const { data: article, error, refetch } = useQuery(articleQuery(one))
  const show = async (next: EditedArticle) => {
    queryClient.setQueryData(articleQuery(one).queryKey, next)
    await queryClient.invalidateQueries({
      queryKey: articlesKey,
      predicate: ({ queryKey }) => queryKey[1] !== 'one',
    })
  }
  return (
    <AdminPage
      title={article ? titleOf(article) : t('help.title')}
      lead={article && <StatusChip status={article.status} />}
      actions={article && <ArticleActions article={article} unsaved={unsaved} onChanged={show} />}
    >
      {error && !article && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !article && <Waiting heights={[36, 36, 320, 36]} gap={16} />}
      {article && (
        <>
          <ArticleForm
            // What was typed belongs to the version that it was typed into.
            key={article.version}
            kind={one.kind}
            article={article}
            unsaved={unsaved}
            save={(change) => articleApi.change(article, change)}
            onSaved={async (saved) => {
              await show(saved)
              toast.done(t('help.saved'))
            }}
          />
          <ArticleReaders article={article} />
        </>
      )}
    </AdminPage>
  )
}
