// A frame of a few hundred bytes whose decoded value has `wide` to the power of `deep` leaves: msgpackr's extension
// types 0x69 and 0x70 define values and refer to them, so each list holds the one before `wide` times.

/** The value alone: a list of `deep` lists, each defined once and then referred to. */
export function sharedValues(wide: number, deep: number): Uint8Array {
  const bytes = [0xdc, deep >> 8, deep & 0xff]
  for (let level = 1; level <= deep; level += 1) {
    bytes.push(0xd6, 0x69, 0, 0, 0, level, 0xdc, wide >> 8, wide & 0xff)
    for (let item = 0; item < wide; item += 1) {
      if (level === 1) bytes.push(item)
      else bytes.push(0xd6, 0x70, 0, 0, 0, level - 1)
    }
  }
  return Uint8Array.from(bytes)
}
