/** Bytes or JSON from the server that do not follow the contract. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}
