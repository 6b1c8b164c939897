"""SpiffWorkflow doing the same process: submit, accept, three parallel steps, decide.

Its state is serialised to JSON and saved to the database in a transaction of its own after every
step. `reload` reads and restores it before each step too, as a server with several processes must.
SpiffWorkflow is LGPL: a peer of the benchmark (`requirements/bench.txt`), no part of the product.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from typing import Any

__all__ = ["instances_per_second"]

STEPS = ("accept", "tax", "seal", "insurance", "decide")
BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
 <process id="application" isExecutable="true">
  <startEvent id="start"><outgoing>a</outgoing></startEvent>
  <userTask id="accept"><incoming>a</incoming><outgoing>b</outgoing></userTask>
  <parallelGateway id="fork"><incoming>b</incoming>
   <outgoing>c1</outgoing><outgoing>c2</outgoing><outgoing>c3</outgoing></parallelGateway>
  <userTask id="tax"><incoming>c1</incoming><outgoing>d1</outgoing></userTask>
  <userTask id="seal"><incoming>c2</incoming><outgoing>d2</outgoing></userTask>
  <userTask id="insurance"><incoming>c3</incoming><outgoing>d3</outgoing></userTask>
  <parallelGateway id="join"><incoming>d1</incoming><incoming>d2</incoming><incoming>d3</incoming>
   <outgoing>e</outgoing></parallelGateway>
  <userTask id="decide"><incoming>e</incoming><outgoing>f</outgoing></userTask>
  <endEvent id="end"><incoming>f</incoming></endEvent>
  <sequenceFlow id="a" sourceRef="start" targetRef="accept"/>
  <sequenceFlow id="b" sourceRef="accept" targetRef="fork"/>
  <sequenceFlow id="c1" sourceRef="fork" targetRef="tax"/>
  <sequenceFlow id="c2" sourceRef="fork" targetRef="seal"/>
  <sequenceFlow id="c3" sourceRef="fork" targetRef="insurance"/>
  <sequenceFlow id="d1" sourceRef="tax" targetRef="join"/>
  <sequenceFlow id="d2" sourceRef="seal" targetRef="join"/>
  <sequenceFlow id="d3" sourceRef="insurance" targetRef="join"/>
  <sequenceFlow id="e" sourceRef="join" targetRef="decide"/>
  <sequenceFlow id="f" sourceRef="decide" targetRef="end"/>
 </process>
</definitions>"""


def instances_per_second(
    run: Callable[[str, tuple[Any, ...]], Any], mark: str, number: int, *, reload: bool
) -> float:
    """Completed instances a second. `run(sql, params)` is one transaction that answers rows."""
    from lxml import etree
    from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(BPMN.encode())), filename="application.bpmn")
    spec = parser.get_spec("application")
    serializer = BpmnWorkflowSerializer()
    run("CREATE TABLE spiff(ref TEXT PRIMARY KEY, state TEXT)", ())
    save = f"UPDATE spiff SET state = {mark} WHERE ref = {mark}"
    begun = time.perf_counter()
    for instance in range(number):
        ref = f"{instance:06d}"
        flow = BpmnWorkflow(spec)
        flow.do_engine_steps()
        run(
            f"INSERT INTO spiff VALUES ({mark}, {mark})",
            (ref, json.dumps(serializer.to_dict(flow))),
        )
        for step in STEPS:
            if reload:
                ((text,),) = run(f"SELECT state FROM spiff WHERE ref = {mark}", (ref,))
                flow = serializer.from_dict(json.loads(text))
            (task,) = [t for t in flow.get_tasks(spec_name=step) if t.has_state(READY)]
            task.run()
            flow.do_engine_steps()
            run(save, (json.dumps(serializer.to_dict(flow)), ref))
        assert flow.is_completed()
    return number / (time.perf_counter() - begun)


READY = 16  # SpiffWorkflow.TaskState.READY
