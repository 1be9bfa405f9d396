/**
 * The usual way, as a comparison of `bench:booking`: one transaction for each request, which locks the campaign's row, over
 * a pool of ten. `raw`: SQL over node:http. `orm`: TypeORM over Fastify, its entity loaded and saved. Nobody's session is checked, which favours it.
 */
import { createServer } from "node:http";
import fastify from "fastify";
import pg from "pg";
import { DataSource, EntitySchema } from "typeorm";

const POOL = 10;

const [way = "raw"] = process.argv.slice(2);
const port = Number(process.env.PORT);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: POOL });
await pool.query("create table if not exists usual_campaign (id int primary key, remaining int not null check (remaining >= 0), taken int not null)");
await pool.query("create table if not exists usual_booking (campaign int, person text, number int not null, primary key (campaign, person))");
await pool.query("insert into usual_campaign values (1, 100000000, 0) on conflict do nothing");
if (way === "orm") await serveOrm();
else serveRaw();

interface Wish {
  person: string;
}

function serveRaw(): void {
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = (status: number, content: object) => {
        const body = JSON.stringify(content);
        response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
      };
      if (request.method === "GET") return answer(200, {});
      const { person } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Wish;
      book(person).then((number) => answer(201, { number }), (error: Error) => answer(500, { error: error.message }));
    });
  }).listen(port, "127.0.0.1");
}

async function book(person: string): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows: [campaign] } = await client.query<{ remaining: number; taken: number }>("select remaining, taken from usual_campaign where id = 1 for update");
    if (!campaign || campaign.remaining === 0) throw new Error("sold out");
    await client.query("insert into usual_booking values (1, $1, $2)", [person, campaign.taken + 1]);
    await client.query("update usual_campaign set remaining = remaining - 1, taken = taken + 1 where id = 1");
    await client.query("commit");
    return campaign.taken + 1;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

interface Campaign {
  id: number;
  remaining: number;
  taken: number;
}

interface Booking extends Wish {
  campaign: number;
  number: number;
}

async function serveOrm(): Promise<void> {
  const campaigns = new EntitySchema<Campaign>({ name: "usual_campaign", columns: { id: { type: "int", primary: true }, remaining: { type: "int" }, taken: { type: "int" } } });
  const bookings = new EntitySchema<Booking>({ name: "usual_booking", columns: { campaign: { type: "int", primary: true }, person: { type: "text", primary: true }, number: { type: "int" } } });
  const source = await new DataSource({ type: "postgres", url: process.env.DATABASE_URL ?? "", poolSize: POOL, entities: [campaigns, bookings] }).initialize();
  const server = fastify();
  server.get("/", async () => ({}));
  // What any other page does: reads a row over the same pool.
  server.get("/remaining", async () => ({ remaining: (await source.manager.findOneBy(campaigns, { id: 1 }))?.remaining }));
  server.post<{ Body: Wish }>("/", { schema: { body: { type: "object", required: ["person"], properties: { person: { type: "string" } } } } }, async ({ body: { person } }, reply) => {
    const number = await source.transaction(async (manager) => {
      const campaign = await manager.findOneOrFail(campaigns, { where: { id: 1 }, lock: { mode: "pessimistic_write" } });
      if (campaign.remaining === 0) throw new Error("sold out");
      campaign.remaining -= 1;
      campaign.taken += 1;
      await manager.save(campaigns, campaign);
      await manager.insert(bookings, { campaign: 1, person, number: campaign.taken });
      return campaign.taken;
    });
    return reply.status(201).send({ number });
  });
  await server.listen({ port, host: "127.0.0.1" });
}
