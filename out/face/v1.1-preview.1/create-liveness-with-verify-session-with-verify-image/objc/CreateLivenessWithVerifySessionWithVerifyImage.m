// clang -fobjc-arc -framework Foundation CreateLivenessWithVerifySessionWithVerifyImage.m &&
// FACE_APIKEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

static void AddPart(NSMutableData *body, NSString *boundary, NSString *head, NSData *content) {
  if (content == nil) errx(1, "Can't read the file of: %s", head.UTF8String);
  NSString *start = [NSString
      stringWithFormat:@"--%@\r\nContent-Disposition: form-data; %@\r\n\r\n", boundary, head];
  [body appendData:[start dataUsingEncoding:NSUTF8StringEncoding]];
  [body appendData:content];
  [body appendData:[@"\r\n" dataUsingEncoding:NSUTF8StringEncoding]];
}

int main(void) {
  NSString *endpoint = @"https://norwayeast.api.cognitive.microsoft.com";
  NSString *key = NSProcessInfo.processInfo.environment[@"FACE_APIKEY"];
  if (key.length == 0) errx(1, "Set FACE_APIKEY to your key.");
  NSString *url = [NSString stringWithFormat:@"%@/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions", endpoint];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"POST";
  request.timeoutInterval = 30;
  [request setValue:key forHTTPHeaderField:@"Ocp-Apim-Subscription-Key"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Accept"];
  NSString *boundary = NSUUID.UUID.UUIDString;
  NSMutableData *body = [NSMutableData data];
  NSData *content;
  id parameters = @{
    @"livenessOperationMode" : @"Passive",
    @"deviceCorrelationId" : @"8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24",
  };
  content = [NSJSONSerialization dataWithJSONObject:parameters options:0 error:nil];
  NSString *head = @"name=\"Parameters\"";
  AddPart(body, boundary, head, content);
  content = [NSData dataWithContentsOfFile:@"verify-image.jpg"];
  head = @"name=\"VerifyImage\"; filename=\"verify-image.jpg\"\r\nContent-Type: image/jpeg";
  AddPart(body, boundary, head, content);
  NSString *end = [NSString stringWithFormat:@"--%@--\r\n", boundary];
  [body appendData:[end dataUsingEncoding:NSUTF8StringEncoding]];
  request.HTTPBody = body;
  NSString *type = [@"multipart/form-data; boundary=" stringByAppendingString:boundary];
  [request setValue:type forHTTPHeaderField:@"Content-Type"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          printf("%.*s\n", (int)data.length, (char *)data.bytes);
          exit(0);
        }] resume];
  dispatch_main();
}
