/** For the person or the journal of the service; standard output is the account's. */
export const say = (text: string): void => void process.stderr.write(`waybill ingest: ${text}\n`);
