import test from 'ava'
import { NAME_LENGTH_MAX } from '../../protocol/limits.ts'
import { tidyName, whyNotName } from '../../protocol/name.ts'

for (const [name, of] of [
  ['O’Neill', 'a typographer’s apostrophe'],
  ["O'Neil-Smith_2", 'signs'],
  ['Dr. Who', 'a point'],
  ['Gal·la', 'a Catalan point'],
  ['ジョン・スミス', 'a Japanese point'],
  ['Ἀριάδνη', 'Greek'],
  ['नमस्ते', 'Devanagari'],
  ['လျှို့ဝှက်', 'Burmese, with four marks in a row'],
  ['שָׁלוֹם', 'Hebrew, with its points'],
  ['Nguyễn', 'Vietnamese'],
  ['7', 'a digit alone'],
  ['🐂', 'an emoji alone'],
  ['❤️', 'an emoji with a selector'],
  ['1️⃣', 'a keycap'],
  ['Ada 👩🏽‍🚀', 'an emoji joined of others, with a skin tone'],
  ['👨‍👩‍👧‍👦', 'a family'],
  ['🇬🇷 Theseus', 'a flag of letters'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'a flag of tags'],
  ['a'.repeat(NAME_LENGTH_MAX), 'as many letters as may be'],
] as const) {
  test(`[P4] a name may have ${of}: ${name}`, t => t.is(whyNotName(tidyName(name)), null))
}

const refused = test.macro({
  exec: (t, name: string, why: RegExp) => t.regex(whyNotName(tidyName(name)) ?? '', why),
  title: (of, name) => `[P4] a name is refused for ${of}: ${JSON.stringify(name)}`,
})
test('a Hangul filler', refused, '\u3164', /show nothing/)
test('a Hangul filler of the first consonant', refused, '\u115f', /show nothing/)
test('a Hangul filler of the vowel', refused, '\u1160', /show nothing/)
test('a half-width Hangul filler', refused, '\uffa0', /show nothing/)
test('a filler within a name', refused, 'Ari\u3164adne', /show nothing/)
test('a hieroglyph that is a blank', refused, '\u{13441}', /show nothing/)
test('a joiner of nothing', refused, 'Ari\u200dadne', /show nothing/)
test('a mark of direction', refused, '\u202eendairA', /show nothing/)
test('a selector of nothing', refused, 'A\ufe0f', /show nothing/)
test('a braille blank', refused, '\u2800', /at least one letter/)
test('blanks only', refused, '  \u3000 ', /at least one letter/)
test('signs only', refused, "-'_", /at least one letter/)
test('markup', refused, '<b>x</b>', /letters, digits, emoji/)
test('brackets, which tell names apart', refused, 'Ariadne (2)', /letters, digits, emoji/)
test('a line break', refused, 'a\nb', /letters, digits, emoji/)
test('a circle around a letter', refused, 'A\u20dd', /letters, digits, emoji/)
test('a pile of marks', refused, `A${'\u0300\u0301\u0302\u0303\u0306\u0307'}riadne`, /at most four marks/)
test('a mark that comes twice', refused, 'A\u0336\u0336', /each once/)
test('a mark on nothing', refused, '\u0301Ariadne', /needs a letter/)
test('a mark on a blank', refused, 'A \u0301', /needs a letter/)
test('its length', refused, 'a'.repeat(NAME_LENGTH_MAX + 1), /at most 24 characters/)
test('emoji of many parts', refused, '👨‍👩‍👧‍👦'.repeat(4), /at most 24 characters/)

test('[P4] a name has one form: blanks are single and of one kind, marks are one with their letters', t => {
  t.is(tidyName(' \u3000Ari\u00a0\u3000adne '), 'Ari adne')
  t.is(tidyName('e\u0301'), '\u00e9')
})
