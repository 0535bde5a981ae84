/** What stands where something personal stood: whoever reads it sees that nothing got lost by mistake. */
export const ERASED_NAME = 'Pessoa removida'
export const ERASED_TEXT = 'Conteúdo removido'
/** `.invalid` belongs to nobody, for ever (RFC 2606). */
export const erasedEmail = (userId: number) => `removida-${userId}@removida.invalid`
