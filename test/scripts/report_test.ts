import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { describeCounts, readReport } from "../../scripts/report.ts";

function wrap(cases: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="all">\n${cases}\n</testsuites>`;
}

describe("readReport()", () => {
  test("counts what Bun writes, not its groups", () => {
    const report = readReport(
      wrap(`<testsuite name="test/a_test.ts" file="test/a_test.ts" tests="4" failures="1">
        <testsuite name="outer" file="test/a_test.ts" tests="3" failures="1" skipped="1">
          <testcase name="one" classname="outer" file="test/a_test.ts" line="2" assertions="0" />
          <testcase name="two &lt;x&gt;" classname="outer" time="0.001" file="test/a_test.ts" line="2">
            <failure type="AssertionError" message="1 !== 2">at test/a_test.ts:2:97</failure>
          </testcase>
          <testcase name="four" classname="inner &gt; outer" file="test/a_test.ts" line="2">
            <skipped />
          </testcase>
        </testsuite>
        <testcase name="one &gt; more" classname="" file="test/a_test.ts" line="3" />
      </testsuite>`),
      "/project",
    );
    assert.equal(describeCounts(report), "2 passed, 1 failed, 1 skipped");
    assert.deepEqual(report.files, new Set(["test/a_test.ts"]));
  });

  test("leaves out the groups that Deno counts as tests", () => {
    const report = readReport(
      wrap(`<testsuite name="./test/a_test.ts" tests="2">
        <testcase name="outer" classname="./test/a_test.ts" line="2" col="1">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="five" classname="./test/a_test.ts" line="3" col="1">
        </testcase>
      </testsuite>
      <testsuite name="ext:deno_node/testing.ts" tests="4">
        <testcase name="outer &gt; one" classname="ext:deno_node/testing.ts" line="1">
        </testcase>
        <testcase name="outer &gt; two" classname="ext:deno_node/testing.ts" line="1">
            <failure message="Uncaught AssertionError">1 !== 2</failure>
        </testcase>
        <testcase name="outer &gt; inner" classname="ext:deno_node/testing.ts" line="1">
        </testcase>
        <testcase name="outer &gt; inner &gt; four" classname="ext:deno_node/testing.ts" line="1">
            <skipped/>
        </testcase>
      </testsuite>`),
      "/project",
    );
    assert.equal(describeCounts(report), "2 passed, 1 failed, 1 skipped");
    assert.ok(report.files.has("test/a_test.ts"));
  });

  test("counts a test that Deno cancelled because it exited as failed", () => {
    const report = readReport(
      wrap(`<testcase name="dies" classname="./test/e_test.ts" time="0.000" line="1" col="35">
            <error message="Cancelled"/>
        </testcase>`),
      "/project",
    );
    assert.equal(describeCounts(report), "0 passed, 1 failed");
  });

  test("makes the absolute names of Node relative", () => {
    const report = readReport(
      wrap(
        `<testcase name="a > b, and /> too" time="0.1" classname="outer" file="/project/test/a_test.ts"/>
      <testcase name="six" time="0.1" classname="test" file="/project/test/a_test.ts">
        <skipped type="todo" message="true"/>
      </testcase>`,
      ),
      "/project",
    );
    assert.equal(describeCounts(report), "1 passed, 0 failed, 1 skipped");
    assert.deepEqual(report.files, new Set(["test/a_test.ts"]));
  });

  test("names a file that Node passed although it exited before its tests", () => {
    const report = readReport(
      wrap(`<testcase name="test/e_test.ts" classname="test" file="/project/test/e_test.ts"/>`),
      "/project",
    );
    assert.equal(describeCounts(report), "0 passed, 0 failed");
    assert.deepEqual(report.empty, new Set(["test/e_test.ts"]));
    assert.equal(report.files.size, 0);
  });

  test("finds nothing in a report that was never written", () => {
    assert.equal(describeCounts(readReport("", "/project")), "0 passed, 0 failed");
  });
});
