// Seeds that once failed, each with what it showed. A seed keeps its meaning only as long as worlds are drawn as they
// were: the smallest hand-written schedule of the same bug stands beside the machine it was in.
import type { Scenario } from './simulator/scenario.ts'

export interface Regression {
  readonly seed: number
  /** Named, so that a new kind of world does not make another of it. */
  readonly scenario: Scenario
  readonly name: string
  readonly why: string
}

export const seeds: readonly Regression[] = [
  {
    seed: 16,
    scenario: 'rough-deploy',
    name: 'a drain that ends only at its deadline',
    why: 'the new owner died before it answered, and nobody asked the next one',
  },
  {
    seed: 360,
    scenario: 'rough-deploy',
    name: 'an owner that cannot read its session',
    why: 'a hold as a backup was counted for the next owner, which has to have loaded the state',
  },
  {
    seed: 800404,
    scenario: 'crashes',
    name: 'sessions without a quorum that hold up all others',
    why: 'they stayed sealed, and every place of the window was theirs',
  },
  {
    seed: 101247,
    scenario: 'storm',
    name: 'a backup that threw away what it held',
    why: 'all voters were dead, but one had decided before, and told others',
  },
  {
    seed: 805826,
    scenario: 'storm',
    name: 'a roll-back that finds the session sealed',
    why: 'it was offered in the older schema and written in the newer one, and who declined was not asked again',
  },
  {
    seed: 947631,
    scenario: 'rough-deploy',
    name: 'a deploy that never ends',
    why: "the simulator's own: a drain that an operator took back was the deploy's too, which waited for the node to go",
  },
  {
    seed: 5007439,
    scenario: 'shutdown',
    name: 'a player who never gets into a game that was parked',
    why: 'its code led to the incarnation before, whose end a node had not heard of',
  },
  {
    seed: 6000503,
    scenario: 'storm',
    name: 'a node that never gets ready',
    why: 'it was to back up a session that had lost its quorum, and waited for its state',
  },
  {
    seed: 8003805,
    scenario: 'shutdown',
    name: 'a drain that waits for a peer that it never met',
    why: 'the peer had left before it heard that it was a member, and was to say that it knows of the end',
  },
  {
    seed: 500157,
    scenario: 'fork',
    name: 'players who are told that their game has ended',
    why: 'an earlier incarnation gave way to a forced one, and its players were not led on',
  },
  {
    seed: 501354,
    scenario: 'fork',
    name: 'a player who is sent to and fro between two incarnations for ever',
    why: 'two sockets led to two halves of a cut, each of which knew another incarnation, and both were believed',
  },
  {
    seed: 810824,
    scenario: 'blackout',
    name: 'a player who is not told that the game waits',
    why: 'a parked game had begun to be resumed and lost its quorum before anybody confirmed the new incarnation',
  },
  {
    seed: 2320,
    scenario: 'rivals',
    name: 'a difference applied to other bytes of the same version',
    why: 'a backup had the version from a hold, and the state that its owner sent of it was lost',
  },
  {
    seed: 4106,
    scenario: 'shutdown',
    name: 'a node that leaves though it alone knows of an end',
    why: 'it had voted for that, and took the answer about the epoch before for one about this',
  },
  {
    seed: 30072789,
    scenario: 'fork',
    name: 'players who wait for a game that was parked, and is over',
    why: 'the incarnation that had gone on from the file gave way to another, and they were led back to the one in the file',
  },
  {
    seed: 50000903,
    scenario: 'rivals',
    name: 'a backup and an owner that begin an epoch with different states',
    why: 'a vote was finished by somebody who had held another state since, and the backup was believed',
  },
  {
    seed: 50006113,
    scenario: 'rivals',
    name: 'an acknowledged command that the next owner does not have',
    why: 'as before, and then the backup took over',
  },
  {
    seed: 50010438,
    scenario: 'deploy',
    name: 'a move that somebody takes over, though nobody is gone',
    why: 'the old owner relied on a voter that could not know the outcome, for it took more than two',
  },
  {
    seed: 50020695,
    scenario: 'deploy',
    name: 'a move that is taken over after the old owner has left',
    why: 'who had voted for it was to hear of it from the new owner, and first heard the goodbye',
  },
  {
    seed: 50003676,
    scenario: 'blackout',
    name: 'a node that leaves before it hears what came of what it held',
    why: 'the only voter told the new owner alone, and left',
  },
  {
    seed: 50014453,
    scenario: 'roll-back',
    name: 'a version that was sent with what was applied after it',
    why: 'it was sent again in the turn in which the clock rang',
  },
  {
    seed: 70195073,
    scenario: 'deploy',
    name: 'a new owner that takes its session over from itself',
    why: 'it changed the backups before it could reach the voters, and asked them only once',
  },
  {
    seed: 71018921,
    scenario: 'blackout',
    name: 'a park that was decided, and whose file nobody may resume',
    why: 'who wrote it died before it marked it, and who had voted for it left with the last copy',
  },
  {
    seed: 908932,
    scenario: 'shutdown',
    name: 'two files that both are promised to be the end of one session',
    why: 'who wrote the first died after it had marked it, and another parked a copy on a disk of its own',
  },
  {
    seed: 71341421,
    scenario: 'storm',
    name: 'a copy that the only survivor cannot read',
    why: 'the owner before had not met its backup, and wrote what it thought that all could read',
  },
  {
    seed: 75064303,
    scenario: 'blackout',
    name: 'a next incarnation that is begun twice under one name',
    why: 'two incarnations of a session had been parked before they met, and one node took both files',
  },
  {
    seed: 75164904,
    scenario: 'deploy',
    name: 'a new backup that takes over at once',
    why: 'it had reached another node, and not yet its owner, which was a stranger to it and counted as gone',
  },
  {
    seed: 77044961,
    scenario: 'shutdown',
    name: 'a file that is taken by who is told to leave',
    why: 'it left before the disk had answered, and nobody resumes what has been taken',
  },
  {
    seed: 78043348,
    scenario: 'shutdown',
    name: 'a backup that leaves without knowing that it is one',
    why: 'it had answered the last owner, and took its orderly exit for the end of the matter',
  },
  {
    seed: 81003852,
    scenario: 'storm',
    name: 'a player who gives a game up that has just given them a seat',
    why: 'their next node had not heard of it, and said so five times',
  },
  {
    seed: 83019718,
    scenario: 'shutdown',
    name: 'a node that waits for the word of one that has left',
    why: 'its session had moved, and been parked by the new owner, who left; and it asked nobody else',
  },
  {
    seed: 85093203,
    scenario: 'rivals',
    name: 'another backup that leaves without knowing that it is one',
    why: 'the goodbye of the last owner was lost like its word, and a death alone was taken for the end of the matter',
  },
  {
    seed: 88026183,
    scenario: 'fork',
    name: 'a game that begins anew beside itself',
    why: 'who had taken its file had begun, and had not been heard by one who knew that it was parked',
  },
  {
    seed: 95029212,
    scenario: 'storm',
    name: 'a move that its new owner takes to the grave',
    why: 'nobody was left to say that it was decided, so a check took the old epoch for the last: now it counts the votes',
  },
  {
    seed: 95206264,
    scenario: 'rivals',
    name: 'a node that is asked to back a session up while it leaves',
    why: 'it asked what came of that only where it was asked before; the session had come to nothing, and it waited for ever',
  },
  {
    seed: 97685240,
    scenario: 'fork',
    name: 'a game that gave way to an incarnation which died with all who knew of either',
    why: 'a check wanted its player to go on, whom nobody was left to send there; only later incarnations counted as such',
  },
  {
    seed: 374,
    scenario: 'successor',
    name: "a number that rose by two for two of a player's own moves",
    why: 'a check wanted it to rise by one, though both were confirmed in one turn',
  },
  {
    seed: 410203075,
    scenario: 'successor',
    name: 'a code of which only an ended incarnation is heard',
    why: 'the newcomer knew who ran the next one, and refused joins all the same: the code stood for the one nobody runs',
  },
  {
    seed: 410277867,
    scenario: 'failing',
    name: 'a state that was offered in the turn in which its epoch began',
    why: 'what had waited for the epoch was in it, and in none of its versions; here it could not be written either',
  },
  {
    seed: 410189486,
    scenario: 'strangers',
    name: 'a node that is cut off and hears a status of the mesh all the same',
    why: 'it took who had said it for reached, though nobody had told it what goes on there, and began from a copy',
  },
  {
    seed: 410051301,
    scenario: 'rivals',
    name: 'an owner that makes a version in the turn in which it goes on into its next epoch',
    why: 'a check looked for what the epoch began with only among what was made in it',
  },
  {
    seed: 410039625,
    scenario: 'failing',
    name: 'two versions in one turn, of which the second cannot be shown',
    why: 'a check saw only the second, and wanted the update of the first to be of it',
  },
  {
    seed: 410025296,
    scenario: 'failing',
    name: 'a node that leaves while a bug has struck its session at everybody else',
    why: 'a check wanted it to hand the session over at once; it stays until its deadline, for nobody may take it',
  },
  {
    seed: 410000919,
    scenario: 'failing',
    name: 'an owner that confirms and goes on into its next epoch in one turn',
    why: 'a check saw only the next epoch, and took the last number of the one before for that of no state',
  },
  {
    seed: 520000649,
    scenario: 'successor',
    name: 'a look from before a parked file was put back',
    why: 'it showed the file taken, by the leaving node itself, which then left with nobody waiting beside the file',
  },
  {
    seed: 520005530,
    scenario: 'successor',
    name: 'a parked file that was taken and removed between two looks',
    why: 'who waited beside it never missed it, and stayed until its deadline',
  },
  {
    seed: 520004708,
    scenario: 'successor',
    name: 'a parked file whose writer missed a node that the newcomer never met',
    why: 'the check asked only the newcomer whether anybody may begin from it',
  },
  {
    seed: 580000661,
    scenario: 'successor',
    name: 'a parked file beside an incarnation that holds as much',
    why: 'the check took it for left behind',
  },
]
