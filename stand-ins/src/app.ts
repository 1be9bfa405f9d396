/** Puts the systems together on one port: each under its own path, with its own token and its own way to misbehave. */
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyError } from "fastify";
import { type Behaviour, GOOD_BEHAVIOUR, misbehave } from "./behaviour.ts";
import { requireToken } from "./callers.ts";
import { addControl } from "./control.ts";
import { type Http, sendProblem } from "./http.ts";
import { addPage } from "./page/page.ts";
import { createPopulation } from "./population/index.ts";
import type { Settings } from "./settings.ts";
import { createCivilAffairsRegister } from "./systems/civil-affairs.ts";
import { createMarketRegister } from "./systems/market.ts";
import { createPoliceRegister, type PoliceRegister } from "./systems/police.ts";
import { createSmsGateway, type SmsGateway } from "./systems/sms-gateway.ts";
import type { System } from "./systems/system.ts";
import { createTelecomRegister } from "./systems/telecom.ts";

/** What the pages and the control routes look at and change. */
export interface StandIns {
  smsGateway: SmsGateway;
  police: PoliceRegister;
  systems: System[];
  behaviours: Map<string, Behaviour>;
  reset(): void;
}

export function createApp({ seed, people, smsGatewayToken, registersToken }: Omit<Settings, "port">): Http {
  const population = createPopulation({ seed, size: people });
  const smsGateway = createSmsGateway(smsGatewayToken);
  const police = createPoliceRegister(population, registersToken);
  const systems: System[] = [
    smsGateway, police, createTelecomRegister(population, registersToken), createCivilAffairsRegister(population, registersToken), createMarketRegister(population, registersToken),
  ];
  const behaviours = new Map<string, Behaviour>();
  const standIns: StandIns = { smsGateway, police, systems, behaviours, reset };
  reset();

  const http = Fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false } }, forceCloseConnections: true }).withTypeProvider<TypeBoxTypeProvider>();
  http.setErrorHandler<FastifyError>((error, _request, reply) => sendProblem(reply, error.statusCode ?? 500, error.name, error.message));
  http.setNotFoundHandler((request, reply) => sendProblem(reply, 404, "Not Found", `There is no ${request.method} ${request.url}.`));
  for (const system of systems) {
    void http.register(async (scope: Http) => {
      scope.addHook("onRequest", requireToken(system.token));
      scope.addHook("preValidation", misbehave(() => behaviours.get(system.name) ?? GOOD_BEHAVIOUR));
      system.routes(scope);
    }, { prefix: `/${system.name}` });
  }
  addControl(http, standIns);
  addPage(http, standIns, population);
  return http;

  function reset(): void {
    for (const system of systems) {
      behaviours.set(system.name, { ...GOOD_BEHAVIOUR });
      system.reset?.();
    }
  }
}
