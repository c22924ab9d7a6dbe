// Known boards by their addresses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./browser_stub.js";

const { boardOf, isAdOf } = await import("../../extension/background/boards.js");
const file = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

test("a board is recognised by its name and nothing that only looks like it", () => {
  const boards = file("extension/boards/boards.json");
  const id = (url) => boardOf(boards, url)?.id;
  assert.deepEqual([id("https://www.pracuj.pl/praca/x,oferta,1"), id("https://pracuj.pl.example/"), id("https://notpracuj.pl/"), id("about:blank")], ["pracuj", undefined, undefined, undefined]);
});

const ADS = {
  eures: ["https://europa.eu/eures/portal/jv-se/jv-details/MTIz?lang=en", "https://europa.eu/eures/portal/jv-se/search"],
  facebook: ["https://www.facebook.com/groups/123/posts/456/", "https://www.facebook.com/groups/123"],
  indeed: ["https://de.indeed.com/viewjob?jk=1a", "https://de.indeed.com/companies"],
  infojobs: ["https://www.infojobs.net/madrid/camarero/of-i1a2b3c", "https://www.infojobs.net/ofertas-trabajo"],
  jobs_bg: ["https://www.jobs.bg/job/8598792", "https://www.jobs.bg/front_job_search.php"],
  kariera_gr: ["https://www.kariera.gr/en/jobs/cleaner/123456", "https://www.kariera.gr/en/jobs?title=cleaner"],
  linkedin: ["https://www.linkedin.com/jobs/search/?currentJobId=42&geoId=1", "https://www.linkedin.com/feed/"],
  olx: ["https://www.olx.pl/oferta/praca/sprzatanie-ID1.html", "https://www.olx.pl/motoryzacja/"],
  pracuj: ["https://www.pracuj.pl/praca/magazynier-niemcy,oferta,1003", "https://www.pracuj.pl/praca"],
  profesia: ["https://www.profesia.sk/praca/firma/O5161946?search_id=1", "https://www.profesia.sk/praca/"],
  subito: ["https://www.subito.it/offerte-lavoro/cameriere-bologna-658333217.htm", "https://www.subito.it/annunci-italia/"],
  telegram: ["https://t.me/rabota/55", "https://t.me/s/rabota"],
  work_ua: ["https://www.work.ua/jobs/8249916/", "https://www.work.ua/jobs/?ss=1"],
};

test("of every board an ad and a page without one are told apart", () => {
  const boards = file("extension/boards/boards.json");
  assert.deepEqual(Object.keys(ADS).sort(), boards.map((board) => board.id));
  for (const board of boards) {
    const [ad, other] = ADS[board.id];
    assert.equal(boardOf(boards, ad)?.id, board.id, ad);
    assert.deepEqual([isAdOf(board, ad), isAdOf(board, other)], [true, false], board.id);
  }
});
