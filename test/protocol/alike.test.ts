import test from 'ava'
import { alike, toldApart } from '../../protocol/alike.ts'
import { whyNotName } from '../../protocol/name.ts'

for (const [a, b, why] of [
  ['Ariadne', 'Ariadne', 'equal'],
  ['Ariadne', 'ARIADNE', 'capitals'],
  ['Ariadne', 'Аriаdnе', 'Cyrillic letters'],
  ['Ivan', 'lvan', 'l for I'],
  ['ivan', 'IVAN', 'capitals of a letter that looks like another'],
  ['Orion', '0rion', 'a digit for a letter'],
  ['Ariadne', 'Ａｒｉａｄｎｅ', 'wide letters'],
  ['O’Neill', "O'Neill", 'another apostrophe'],
  ['Omar', 'Οmar', 'a Greek letter'],
] as const) {
  test(`"${a}" and "${b}" are alike: ${why}`, t => t.true(alike(a, b)))
}
for (const [a, b] of [
  ['Ariadne', 'Ariadna'],
  ['Ada', 'Ada 2'],
  ['🐂', '🐃'],
  ['José', 'Jose'],
] as const) {
  test(`"${a}" and "${b}" are not alike`, t => t.false(alike(a, b)))
}

test('a name that is like another gets the lowest number that is free', t => {
  t.is(toldApart('Ariadne', ['Theseus']), 'Ariadne')
  t.is(toldApart('ariadne', ['Ariadne']), 'ariadne (2)')
  t.is(toldApart('Аriadne', ['Ariadne', 'ariadne (2)']), 'Аriadne (3)')
})

test('nobody can choose what another is given', t => t.not(whyNotName(toldApart('Ariadne', ['Ariadne'])), null))
