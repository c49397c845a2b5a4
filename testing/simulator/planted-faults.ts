/** A small change that breaks a promise. It is made to the source as it is loaded, so nothing of it is ever shipped. */
export interface PlantedFault {
  readonly name: string;
  readonly breaks: string;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

const branches = 'commerce/journal/branches.ts';
const gateway = 'commerce/journal/gateway-end.ts';
const gatewayEpochs = 'commerce/journal/gateway-epochs.ts';
const register = 'commerce/journal/register-end.ts';
const hq = 'commerce/journal/hq-end.ts';
const record = 'commerce/journal/journal-record.ts';
const grant = 'commerce/journal/grant-epoch.ts';

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'ackBeforeCommit',
    breaks: 'the gateway acknowledges a batch before it has stored it',
    file: gateway,
    find: "forked: branch.branch !== 0 });\n  return writes.length > 0 ? [{ type: 'commit', writes }, answer] : [answer];",
    replace:
      "forked: branch.branch !== 0 });\n  return writes.length > 0 ? [answer, { type: 'commit', writes }] : [answer];",
  },
  {
    name: 'recordsForgotten',
    breaks: "a batch moves the gateway's cursor and does not store its records",
    file: gateway,
    find: "writes.push({ type: 'records', epoch, branch: branch.branch, records: accepted });",
    replace: '',
  },
  {
    name: 'cursorOutsideTransaction',
    breaks: "a batch is stored and the gateway's cursor stays",
    file: gateway,
    find: "writes.push({ type: 'branch', epoch, branch });\n    writes.push({ type: 'records'",
    replace: "writes.push({ type: 'records'",
  },
  {
    name: 'lastRecordDropped',
    breaks: 'the last record of a full batch is not stored',
    file: branches,
    find: "return end('stored');\n}",
    replace: "if (accepted.length > 5) accepted.pop();\n  return end('stored');\n}",
  },
  {
    name: 'duplicatesStored',
    breaks: 'a record that is held is stored again',
    file: branches,
    find: 'duplicates += 1;\n      current = holder;',
    replace: 'duplicates += 1;\n      accepted.push(record);\n      current = holder;',
  },
  {
    name: 'dedupBySeqOnly',
    breaks: 'another record at a held place counts as a duplicate',
    file: branches,
    find: 'hashAlong(known, branch, record.seq, held) === record.hash)',
    replace: 'hashAlong(known, branch, record.seq, held) !== undefined)',
  },
  {
    name: 'forkOverwrites',
    breaks: 'a record that forks is taken as the next one of the branch it leaves',
    file: branches,
    find: '...(at ?? leave(left, known, record)), seq: record.seq',
    replace: '...(at ?? left), seq: record.seq',
  },
  {
    name: 'forkSilent',
    breaks: 'nobody is told of a fork',
    file: branches,
    find: 'if (!at) forked = true;',
    replace: '',
  },
  {
    name: 'gapAccepted',
    breaks: 'records are taken though some before them are missing',
    file: branches,
    find: 'const at = inOrder.find(({ seq, hash }) => seq === record.seq - 1 && hash === record.prev);',
    replace: 'const at = inOrder.find(({ seq }) => seq <= record.seq - 1);',
  },
  {
    name: 'branchFromStart',
    breaks: 'a branch claims the shared part as its own',
    file: branches,
    find: 'sharedSeq: record.seq - 1,',
    replace: 'sharedSeq: 0,',
  },
  {
    name: 'orphanTailRefused',
    breaks: 'what an ended epoch still has to send is refused',
    file: gateway,
    find: 'const received = receive(own.branches, records, held(epoch));',
    replace:
      "if (known && newestOf(terminal) !== own) return [reply({ type: 'unknownEpoch' })];\n  const received = receive(own.branches, records, held(epoch));",
  },
  {
    name: 'adoptionForgotten',
    breaks: 'a gateway that was set back refuses epochs that it had granted since',
    file: gateway,
    find: 'const adopted = !known && event.adopt ? begin(event.adopt) : [];',
    replace: 'const adopted: GatewayWrite<never>[] = [];',
  },
  {
    name: 'fenceForgotten',
    breaks: 'a device whose terminal has a newer epoch may go on',
    file: register,
    find: "if (current && verdict === 'fenced') effects.push({ type: 'fence' });",
    replace: '',
  },
  {
    name: 'hqMarkFromGatewayMark',
    breaks: 'what the gateway holds counts as booked',
    file: gateway,
    find: 'hq: { seq: hqSeq, hash: hq },',
    replace: 'hq: { seq, hash },',
  },
  {
    name: 'pruneTooSoon',
    breaks: 'records go before the recovery window is over',
    file: 'commerce/journal/watermarks.ts',
    find: '35 * 24 * 3600_000',
    replace: '12 * 3600_000',
  },
  {
    name: 'pruneUnbooked',
    breaks: 'the gateway drops old records that headquarters has not booked',
    file: 'commerce/journal/prune.ts',
    find: 'seq > hqSeq || ',
    replace: '',
  },
  {
    name: 'forkContinuesOther',
    breaks: 'a copied device goes on from what the other one wrote',
    file: gatewayEpochs,
    find: "return event.reason === 'restored' ? { epoch, seq: main.seq, hash: main.hash } : { epoch, seq, hash };",
    replace: 'return { epoch, seq: main.seq, hash: main.hash };',
  },
  {
    name: 'receiptReserveForgotten',
    breaks: 'a new epoch uses the numbers of receipts that nobody has seen yet',
    file: grant,
    find: 'nextReceiptNumber: seen + 1 + (first ? 0 : RECEIPT_RESERVE),',
    replace: 'nextReceiptNumber: known.receiptMax + 1,',
  },
  {
    name: 'receiptCounterRestarts',
    breaks: 'receipt numbers begin at 1 in every epoch',
    file: grant,
    find: 'nextReceiptNumber: seen + 1 + (first ? 0 : RECEIPT_RESERVE),',
    replace: 'nextReceiptNumber: 1,',
  },
  {
    name: 'receiptCounterSkips',
    breaks: 'a void uses up two receipt numbers',
    file: record,
    find: ': header.receiptNumber + 1,',
    replace: ": header.receiptNumber + (header.kind === 'void' ? 2 : 1),",
  },
  {
    name: 'receiptCounterStays',
    breaks: 'a return does not move the receipt counter',
    file: record,
    find: 'header.receiptNumber === null ?',
    replace: "header.receiptNumber === null || header.kind === 'return' ?",
  },
  {
    name: 'runningTotalForgotten',
    breaks: 'a return does not change the running total',
    file: record,
    find: 'perpetualMinor: head.perpetualMinor + draft.grossMinor }',
    replace: "perpetualMinor: head.perpetualMinor + (draft.kind === 'return' ? 0 : draft.grossMinor) }",
  },
  {
    name: 'lossUnnoticed',
    breaks: 'nobody is told that an epoch ended without its device',
    file: gatewayEpochs,
    find: 'if (newest) writes.push(ended(newest, reason, paper));',
    replace: '',
  },
  {
    name: 'lossNotSized',
    breaks: 'the paper that proves what a lost device had is not kept',
    file: gatewayEpochs,
    find: 'const paperSeq = paper?.epoch === epoch ? paper.seq : null;',
    replace: 'const paperSeq = null;',
  },
  {
    name: 'bookedBeforeBooking',
    breaks: 'headquarters tells the gateway before it books',
    file: hq,
    find: "return [{ type: 'commit', from, branch, records: accepted, forked }, answer];",
    replace: "return [answer, { type: 'commit', from, branch, records: accepted, forked }];",
  },
  {
    name: 'overlapBookedTwice',
    breaks: 'a segment that overlaps what is booked is booked whole',
    file: hq,
    find: "return [{ type: 'commit', from, branch, records: accepted, forked }, answer];",
    replace: "return [{ type: 'commit', from, branch, records, forked }, answer];",
  },
  {
    name: 'hqSetBackIgnored',
    breaks: 'books that were set back are not given again what they lost',
    file: gateway,
    find: 'if (heldSeq >= branch.hqSeq || isBeyond) return [];',
    replace: 'if (heldSeq >= 0 || isBeyond) return [];',
  },
  {
    name: 'oldEpochNotResent',
    breaks: 'a gateway that was set back is not given again what it lost of an ended epoch',
    file: register,
    find: 'if (isOwn(marks)) return [...effects, ...sendAfter(own, marks.gateway.seq)];',
    replace: 'if (isOwn(marks)) return [...effects, ...(current ? sendAfter(own, marks.gateway.seq) : [])];',
  },
  {
    name: 'resendFromOwnMark',
    breaks: 'a register believes its own mark, though the gateway says that it holds less',
    file: register,
    find: 'if (isOwn(marks)) return [...effects, ...sendAfter(own, marks.gateway.seq)];',
    replace: 'if (isOwn(marks)) return [...effects, ...sendAfter(own, own.gateway.seq)];',
  },
  {
    name: 'sentMeansHeld',
    breaks: 'a batch counts as held whatever the gateway answered',
    file: register,
    find: "if (result === 'stored') {",
    replace: "if (result !== 'damaged') {",
  },
  {
    name: 'segmentLosesOne',
    breaks: 'where a segment is full, the next one leaves a record out',
    file: 'commerce/journal/cut-segments.ts',
    find: 'if (from === 0) {\n      from = size.seq;',
    replace: 'if (from === 0) {\n      from = size.seq + (ranges.length > 0 ? 1 : 0);',
  },
  {
    name: 'poisonSkipped',
    breaks: 'a record that cannot be understood is left out of the chain',
    file: hq,
    find: 'const { result, branch, accepted, forked } = receive(known, records, held);',
    replace:
      "const { result, branch, accepted: all, forked } = receive(known, records, held);\n  const accepted = all.filter((one) => !JSON.stringify(one).includes('giftCardSold'));",
  },
  {
    name: 'taxNotBooked',
    breaks: 'the books leave out the tax of returns',
    file: 'commerce/ledger/ledger-entries.ts',
    find: 'of line.taxes) debits.push(',
    replace: 'of line.taxes) if (taxMinor > 0) debits.push(',
  },
  {
    name: 'branchSharesItsName',
    breaks: 'two records of one place have one name at headquarters',
    file: record,
    find: 'return branch === 0 ? place :',
    replace: 'return branch >= 0 ? place :',
  },
];
