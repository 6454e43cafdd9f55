// What went wrong with a command of an operator, for the person who gave it; the code is for the exit code.

export type OperateErrorCode = 'usage' | 'unreachable' | 'refused'

export class OperateError extends Error {
  override readonly name = 'OperateError'
  readonly code: OperateErrorCode
  constructor(code: OperateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
