// biome-ignore-all format: a table, one message a line
import { debug, error, info, type Message } from '../log/logger.js'

// Logger "eval": the steps of evaluating an expression.
export const and = debug(55, 'EVAL_DEBUG_AND', 'Popping %1 and %2 pushing %3')
export const concat = debug(55, 'EVAL_DEBUG_CONCAT', 'Popping %1 and %2 pushing %3')
export const equal = debug(55, 'EVAL_DEBUG_EQUAL', 'Popping %1 and %2 pushing result %3')
export const hexstring = debug(55, 'EVAL_DEBUG_HEXSTRING', 'Pushing hex string %1')
export const ifelseFalse = debug(55, 'EVAL_DEBUG_IFELSE_FALSE', 'Popping %1 (false) and %2, leaving %3')
export const ifelseTrue = debug(55, 'EVAL_DEBUG_IFELSE_TRUE', 'Popping %1 (true) and %2, leaving %3')
export const int16totext = debug(55, 'EVAL_DEBUG_INT16TOTEXT', 'Pushing Int16 %1')
export const int32totext = debug(55, 'EVAL_DEBUG_INT32TOTEXT', 'Pushing Int32 %1')
export const int8totext = debug(55, 'EVAL_DEBUG_INT8TOTEXT', 'Pushing Int8 %1')
export const ipaddress = debug(55, 'EVAL_DEBUG_IPADDRESS', 'Pushing IPAddress %1')
export const ipaddresstotext = debug(55, 'EVAL_DEBUG_IPADDRESSTOTEXT', 'Pushing IPAddress %1')
export const member = debug(55, 'EVAL_DEBUG_MEMBER', "Checking membership of '%1', pushing result %2")
export const not = debug(55, 'EVAL_DEBUG_NOT', 'Popping %1 pushing %2')
export const option = debug(55, 'EVAL_DEBUG_OPTION', 'Pushing option %1 with value %2')
export const or = debug(55, 'EVAL_DEBUG_OR', 'Popping %1 and %2 pushing %3')
export const pkt = debug(55, 'EVAL_DEBUG_PKT', 'Pushing PKT meta data %1 with value %2')
export const pkt4 = debug(55, 'EVAL_DEBUG_PKT4', 'Pushing PKT4 field %1 with value %2')
export const pkt6 = debug(55, 'EVAL_DEBUG_PKT6', 'Pushing PKT6 field %1 with value %2')
export const relay6 = debug(55, 'EVAL_DEBUG_RELAY6', 'Pushing PKT6 relay field %1 nest %2 with value %3')
export const relay6Range = debug(55, 'EVAL_DEBUG_RELAY6_RANGE', 'Pushing PKT6 relay field %1 nest %2 with value %3')
export const split = debug(55, 'EVAL_DEBUG_SPLIT', 'Popping field %1, delimiters %2, string %3, pushing result %4')
export const splitDelimEmpty = debug(55, 'EVAL_DEBUG_SPLIT_DELIM_EMPTY', 'Popping field %1, delimiters %2, string %3, pushing result %4')
export const splitEmpty = debug(55, 'EVAL_DEBUG_SPLIT_EMPTY', 'Popping field %1, delimiters %2, string %3, pushing result %4')
export const splitFieldOutOfRange = debug(55, 'EVAL_DEBUG_SPLIT_FIELD_OUT_OF_RANGE', 'Popping field %1, delimiters %2, string %3, pushing result %4')
export const string = debug(55, 'EVAL_DEBUG_STRING', 'Pushing text string %1')
export const substring = debug(55, 'EVAL_DEBUG_SUBSTRING', 'Popping length %1, start %2, string %3 pushing result %4')
export const substringEmpty = debug(55, 'EVAL_DEBUG_SUBSTRING_EMPTY', 'Popping length %1, start %2, string %3 pushing result %4')
export const substringRange = debug(55, 'EVAL_DEBUG_SUBSTRING_RANGE', 'Popping length %1, start %2, string %3 pushing result %4')
export const subOption = debug(55, 'EVAL_DEBUG_SUB_OPTION', 'Pushing option %1 sub-option %2 with value %3')
export const subOptionNoOption = debug(55, 'EVAL_DEBUG_SUB_OPTION_NO_OPTION', 'Requested option %1 sub-option %2, but the parent option is not present, pushing result %3')
export const tohexstring = debug(55, 'EVAL_DEBUG_TOHEXSTRING', 'Popping binary value %1 and separator %2, pushing result %3')
export const uint16totext = debug(55, 'EVAL_DEBUG_UINT16TOTEXT', 'Pushing UInt16 %1')
export const uint32totext = debug(55, 'EVAL_DEBUG_UINT32TOTEXT', 'Pushing UInt32 %1')
export const uint8totext = debug(55, 'EVAL_DEBUG_UINT8TOTEXT', 'Pushing UInt8 %1')
export const vendorClassData = debug(55, 'EVAL_DEBUG_VENDOR_CLASS_DATA', "Data %1 (out of %2 received) in vendor class found, pushing result '%3'")
export const vendorClassDataNotFound = debug(55, 'EVAL_DEBUG_VENDOR_CLASS_DATA_NOT_FOUND', "Requested data index %1, but option with enterprise-id %2 has only %3 data tuple(s), pushing result '%4'")
export const vendorClassEnterpriseId = debug(55, 'EVAL_DEBUG_VENDOR_CLASS_ENTERPRISE_ID', 'Pushing enterprise-id %1 as result 0x%2')
export const vendorClassEnterpriseIdMismatch = debug(55, 'EVAL_DEBUG_VENDOR_CLASS_ENTERPRISE_ID_MISMATCH', "Was looking for %1, option had %2, pushing result '%3'")
export const vendorClassExists = debug(55, 'EVAL_DEBUG_VENDOR_CLASS_EXISTS', "Option with enterprise-id %1 found, pushing result '%2'")
export const vendorClassNoOption = debug(55, 'EVAL_DEBUG_VENDOR_CLASS_NO_OPTION', "Option with code %1 missing, pushing result '%2'")
export const vendorEnterpriseId = debug(55, 'EVAL_DEBUG_VENDOR_ENTERPRISE_ID', 'Pushing enterprise-id %1 as result 0x%2')
export const vendorEnterpriseIdMismatch = debug(55, 'EVAL_DEBUG_VENDOR_ENTERPRISE_ID_MISMATCH', "Was looking for %1, option had %2, pushing result '%3'")
export const vendorExists = debug(55, 'EVAL_DEBUG_VENDOR_EXISTS', "Option with enterprise-id %1 found, pushing result '%2'")
export const vendorNoOption = debug(55, 'EVAL_DEBUG_VENDOR_NO_OPTION', "Option with code %1 missing, pushing result '%2'")

// Logger "options": what a class test came to.
export const result = debug(50, 'EVAL_RESULT', 'Expression %1 evaluated to %2')
/** A test that came out true, as Kea 2.2 says it: INFO. */
export const resultTrue = info('EVAL_RESULT', 'Expression %1 evaluated to %2')
/** A test that could not be evaluated. */
export const resultFailed = error('EVAL_RESULT', 'Expression %1 evaluated to %2')

/** Every message of this room, by the name of the logger that says it. */
export const messages = {
  eval: [
    and, concat, equal, hexstring, ifelseFalse, ifelseTrue, int16totext, int32totext, int8totext, ipaddress,
    ipaddresstotext, member, not, option, or, pkt, pkt4, pkt6, relay6, relay6Range, split, splitDelimEmpty,
    splitEmpty, splitFieldOutOfRange, string, substring, substringEmpty, substringRange, subOption,
    subOptionNoOption, tohexstring, uint16totext, uint32totext, uint8totext, vendorClassData,
    vendorClassDataNotFound, vendorClassEnterpriseId, vendorClassEnterpriseIdMismatch, vendorClassExists,
    vendorClassNoOption, vendorEnterpriseId, vendorEnterpriseIdMismatch, vendorExists, vendorNoOption,
  ],
  options: [result, resultTrue, resultFailed],
} as const satisfies Readonly<Record<string, readonly Message[]>>
