// ClientMessage to binary (server/protocol/live.proto).
import { PbfWriter } from "pbf";
import type { Authenticate, ClientMessage, Cursor, LiveLayer, Subscribe } from "./live";

const LAYER_NUMBER: Readonly<Record<LiveLayer, number>> = { worker: 1, incident: 2, reach: 3, alert: 4, count: 5, plan: 6 };

export function encode(message: ClientMessage): Uint8Array<ArrayBuffer> {
  const pbf = new PbfWriter();
  switch (message.type) {
    case "authenticate": pbf.writeMessage(1, writeAuthenticate, message); break;
    case "subscribe": pbf.writeMessage(2, writeSubscribe, message); break;
  }
  return new Uint8Array(pbf.finish());
}

function writeAuthenticate(message: Authenticate, pbf: PbfWriter): void {
  pbf.writeStringField(1, message.token);
}

function writeSubscribe(message: Subscribe, pbf: PbfWriter): void {
  pbf.writePackedDouble(1, [...message.bbox]);
  pbf.writeDoubleField(2, message.zoom);
  pbf.writePackedVarint(3, message.layers.map((layer) => LAYER_NUMBER[layer]));
  if (message.resume) pbf.writeMessage(4, writeCursor, message.resume);
  pbf.writePackedVarint(5, message.everywhere.map((layer) => LAYER_NUMBER[layer]));
}

function writeCursor(cursor: Cursor, pbf: PbfWriter): void {
  pbf.writeStringField(1, cursor.epoch);
  pbf.writeVarintField(2, cursor.seq);
  pbf.writeVarintField(3, cursor.tick);
}
