/** A failure as the portal tells it: an HTTP status, a code (which may be empty or a number) and a text. */
export class PortalFailure extends Error {
  readonly status: number
  readonly code: string | number

  constructor(status: number, code: string | number, description: string) {
    super(description)
    this.name = 'PortalFailure'
    this.status = status
    this.code = code
  }
}

/** The classic CRM methods give texts and no codes. */
export const classicFailure = (description: string) => new PortalFailure(400, '', description)

export const missingParameter = (name: string) =>
  new PortalFailure(400, 100, `Could not find value for parameter {${name}}`)
