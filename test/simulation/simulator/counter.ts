// Counts what a world has been through, to show that the seeds exercise what they should.
import type { Sighting } from './sighting.ts'

export class Counter {
  readonly counts = new Map<string, number>()

  add(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by)
  }

  see(s: Sighting): void {
    switch (s.kind) {
      case 'received':
        return this.add('messages')
      case 'told':
        return this.add(s.message.kind === 'ack' ? 'acks' : 'other answers')
      case 'issued':
        return this.add('commands')
      case 'confirmed':
        return this.add('commands confirmed')
      case 'dropped':
        return this.add('commands given up')
      case 'entered':
        return this.add('seats taken')
      case 'exited':
        return this.add(s.ok ? 'exits' : 'exits with loss')
      case 'note':
        return this.#note(s.note.name === 'moved' ? (s.note.moved.planned ? 'moves' : 'failovers') : s.note.name)
      default:
        return
    }
  }

  #note(name: string): void {
    this.add(`note ${name}`)
  }
}
