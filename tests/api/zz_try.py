import pytest
from tests.api.conftest import a_filing
from hypothesis import given, settings, strategies as st, HealthCheck
def test_x(clerk, supervisor):
    rb=clerk.get('/rulebook').json
    vals=[True,5,-5,"abc","",None,2**53-1]
    out={}
    for f in rb['facts']:
        for v in vals:
            try:
                r=clerk.post('/filings', a_filing(traits={f['id']:v}))
                out.setdefault((f['kind'],repr(v),r.status_code),[]).append(f['id'])
                if r.status_code==201:
                    i=r.json['id']
                    for p in ('triage','recommendation'):
                        r=clerk.get(f'/cases/{i}/{p}')
            except Exception as e:
                out.setdefault((f['kind'],repr(v),repr(e)[:200]),[]).append(f['id'])
    for k,v in out.items(): print(k, len(v), v[:3])
    for a in (["zzz"],["deposit"]): print(clerk.post('/filings', a_filing(assets=a)).status_code)
    print(clerk.post('/filings', a_filing(case_no='abc')).status_code, clerk.post('/filings', a_filing(filed_on='9999-12-31')).status_code,clerk.post('/filings', a_filing(filed_on='0001-01-01')).status_code)
    print(clerk.post('/filings', a_filing(case_no='   ')).status_code)
